package inspect

import (
	"slices"
	"strings"
)

// Limits of Find.
const (
	// MaxPaste is the longest text in bytes that Find looks through.
	MaxPaste = 16 << 20
	// MaxPieces is how many different tokens Find takes out of one text.
	MaxPieces = 1000
	// maxFailures is how many starts of tokens may turn out to be none, and
	// maxWork how many bytes may be read in trying, before a text counts as
	// hostile and the rest of it is not looked at.
	maxFailures = 20_000
	maxWork     = 24 << 20
	// maxLayers is how many encodings of a whole text are undone.
	maxLayers = 3
)

// Piece is one token that Find took out of a text.
type Piece struct {
	// Text is the token in one piece: what stood between its characters is
	// left out, the characters themselves are as they were sent.
	Text string
	// Start and End are where it stood, in bytes of the text; both are 0 when
	// the text as a whole had to be decoded first.
	Start, End int
	// Label is the name in front of it, as text safe to show: "access_token",
	// "authorization". "" without one.
	Label string
	// Token is what it says.
	Token *Token
	// Cleaned is what was taken out of the text to read it.
	Cleaned []Cleaning
	// Cut tells that the end, or with Headless the start, is missing.
	Cut bool
	// Headless tells that only a payload is there.
	Headless bool
	// Certificates are those of the header's x5c.
	Certificates []Certificate
	// Nested are tokens inside this one.
	Nested []Piece
}

// Paste is what Find made of a text.
type Paste struct {
	// Pieces are the tokens in the order of the text, each once.
	Pieces []Piece
	// More tells that there were more than MaxPieces tokens, or more rubbish
	// than anyone reads.
	More bool
	// Thing is what the text is when it holds no token, and what else it holds
	// beside one ("" if nothing).
	Thing Thing
	// Args fill the places of Thing's sentence: Code, Description, Size, Limit.
	// They are safe to show.
	Args map[string]string
	// Cleaned is what was undone for the text as a whole.
	Cleaned []Cleaning
}

// Find takes tokens out of any text: alone or wrapped, quoted, escaped or
// encoded, in headers, commands, answers, addresses, cookies, logs and
// archives. Without a token it names what the text is. It never fails, keeps
// nothing and takes time in proportion to the text.
func Find(data []byte) Paste {
	if len(data) > MaxPaste {
		return TooLarge(len(data))
	}
	text, cleaned := readText(data)
	p := lookThrough(text, 0)
	p.Cleaned = append(cleaned, p.Cleaned...)
	return p
}

// lookThrough finds in a text, and in what it encodes.
func lookThrough(text string, layer int) Paste {
	if pieces := serialized(text); len(pieces) > 0 {
		return Paste{Pieces: pieces}
	}
	plain, archive := unarchive(text)
	f := &finder{text: plain, seen: map[string]bool{}}
	f.scan()
	p := Paste{Pieces: f.pieces, More: f.more}
	if archive {
		p.unplace()
	}
	if len(p.Pieces) > 0 {
		if whole, ok := fromChunks(text, p); ok {
			return whole
		}
		if better, ok := secondLook(text, p, layer); ok {
			return better
		}
		if !archive {
			f.outside(&p)
		}
		p.Thing, p.Args = beside(text)
		return p
	}
	if f.largest > MaxText {
		return Paste{Thing: ThingTooLarge, Args: sizes(f.largest, MaxText)}
	}
	p.Thing, p.Args = nameOf(text, f)
	if layer < maxLayers && !p.Thing.final() {
		if inner, ok := unwrap(text, layer); ok {
			return inner
		}
	}
	return p
}

// unplace forgets where the tokens stood: the text was another one.
func (p Paste) unplace() {
	for i := range p.Pieces {
		p.Pieces[i].Start, p.Pieces[i].End = 0, 0
	}
}

// unwrap undoes an encoding of the whole text.
func unwrap(text string, layer int) (Paste, bool) {
	for _, l := range layers(text) {
		inner, ok := l.undo(text)
		if !ok {
			continue
		}
		p := lookThrough(inner, layer+1)
		if len(p.Pieces) == 0 && (l.loose || !p.Thing.secondhand()) {
			continue
		}
		p.unplace()
		if len(p.Pieces) > 0 {
			p.Cleaned = append([]Cleaning{l.note}, p.Cleaned...)
		}
		return p, true
	}
	return Paste{}, false
}

// finder goes through one text.
type finder struct {
	text     string
	pieces   []Piece
	seen     map[string]bool
	more     bool
	inner    bool // the text is JSON that stood in base64
	failures int
	// work is how many bytes the attempts have read.
	work int
	// damaged tells of a start that could not be read, foreign of JSON in
	// base64 that is no token.
	damaged, foreign bool
	// largest is the length of the longest text that could be a token, but is
	// above MaxText.
	largest int
}

// scan tries each place where a token can start.
func (f *finder) scan() {
	const triesInARun = 4
	s, run, tries := f.text, 0, 0
	for p := 0; p < len(s); {
		c := s[p]
		if plain(c).class != letter {
			p++
			run, tries = p, 0
			continue
		}
		if c != 'e' && c != '7' || !startAt(s, p) {
			p++
			continue
		}
		if f.failures > maxFailures || f.work > maxWork || len(f.pieces) >= MaxPieces {
			f.more = true
			return
		}
		clear := p == run || f.behindEscape(p)
		if !clear {
			tries++
		}
		if clear || tries <= triesInARun {
			if end := f.try(p, clear); end > p {
				p, run, tries = end, end, 0
				continue
			}
		}
		p++
	}
}

// behindEscape tells whether an escape ends at p, whose letters belong to the
// text and not to the token.
func (f *finder) behindEscape(p int) bool {
	for _, back := range [...]int{2, 3, 4, 5, 6} {
		q := p - back
		if back == 3 && strings.HasPrefix(f.text[max(q, 0):p], "=3D") {
			return true // quoted-printable, RFC 2045 section 6.7
		}
		if q >= 0 && (f.text[q] == '\\' || f.text[q] == '%' || f.text[q] == '\x1b') {
			g := glyphAt(f.text, q)
			if g.size == back || g.class == stop && f.text[q] != '\x1b' && (back == 3 && f.text[q] == '%' || back == 6 && f.text[q+1] == 'u') {
				return true
			}
		}
	}
	return false
}

// try reads a token at p and gives its end, 0 if there is none.
func (f *finder) try(p int, clear bool) int {
	first := take(f.text, p, how{})
	first.trim()
	if f.seen[string(first.text)] {
		return first.end
	}
	best := f.judge(first)
	const short = 8
	if len(best.taken.text) < short && best.taken.end == len(f.text) && !best.taken.cut {
		return 0
	}
	best = f.improve(p, best, clear)
	switch {
	case best.rank == rankNothing || !clear && best.rank < rankSigned:
		f.failures++
		f.largest = max(f.largest, best.size(f.text))
		f.damaged = f.damaged || clear && best.rank == rankNothing && len(best.taken.text) >= short
		return 0
	case !best.isToken():
		f.foreign = true
		f.failures++
		f.open(best)
	default:
		f.keep(p, best)
	}
	return best.taken.end
}

// open looks for tokens in JSON that stands in base64, as cookies hold a
// session.
func (f *finder) open(a attempt) {
	data, _, ok := decodePart(a.token.Parts[0], partHeader, nil)
	text := string(data)
	if !ok || f.inner || !strings.Contains(text, "ey") {
		return
	}
	inside := &finder{text: text, seen: f.seen, inner: true}
	inside.scan()
	f.work += inside.work
	for _, piece := range inside.pieces {
		piece.Start, piece.End = 0, 0
		piece.Cleaned = addCleaning(piece.Cleaned, CleanBase64)
		f.pieces = append(f.pieces, piece)
	}
}

// improve tries the other ways to read a token of which something is missing.
func (f *finder) improve(p int, best attempt, clear bool) attempt {
	if best.next(f.text) {
		standard := f.read(p, how{standard: true})
		if best.rank == rankWhole {
			return longer(best, standard)
		}
		best = better(best, standard)
	}
	if !clear || best.rank == rankWhole {
		return best
	}
	best = better(best, f.joined(p, how{join: true}))
	if best.rank == rankHeader || best.rank == rankPayload {
		best = better(best, f.undotted(best))
	}
	return best
}

// joined reads a token that goes on behind line ends. A line of it can begin
// like a token by chance, as claims that hold an object do: then it counts when
// nothing is missing of what both lines make.
func (f *finder) joined(p int, h how) attempt {
	joined := f.read(p, h)
	if joined.rank < rankWhole && joined.next(f.text) {
		h.standard = true
		joined = better(joined, f.read(p, h))
	}
	if joined.rank < rankWhole && joined.taken.barred && !h.through {
		h.through = true
		if all := f.joined(p, h); all.rank == rankWhole {
			return all
		}
	}
	return joined
}

// keep adds a piece, unless the same stood there before.
func (f *finder) keep(p int, r attempt) {
	text := string(r.taken.text)
	if f.seen[text] {
		return
	}
	f.seen[text] = true
	piece := newPiece(text, r.token)
	piece.Start, piece.End = p, r.taken.end
	piece.Label = label(f.text, p)
	piece.Cleaned = r.taken.notes
	piece.Headless = r.headless
	piece.Cut = r.taken.cut || r.headless || r.token.cut() || r.token.signatureGap() > 0
	f.pieces = append(f.pieces, piece)
}

// newPiece opens what a token holds.
func newPiece(text string, t *Token) Piece {
	return Piece{Text: text, Token: t, Certificates: t.certificates(), Nested: nested(t)}
}

// outside tells what stood round a token that is alone in its text.
func (f *finder) outside(p *Paste) {
	if len(p.Pieces) != 1 || p.More {
		return
	}
	piece := &p.Pieces[0]
	before, after := f.text[:piece.Start], f.text[piece.End:]
	if tail := strings.TrimSpace(after); !piece.Cut && tail != "" && strings.Trim(tail, ".") == "" && strings.TrimSpace(before) == "" {
		piece.Cleaned = addCleaning(piece.Cleaned, CleanEnd)
	}
	const far = 40
	if len(before) <= far && len(after) <= far {
		piece.Cleaned = around(piece.Cleaned, before+strings.TrimRight(after, "\r\n"))
	}
}

// around adds what stands round a token that is alone: quotes, blanks, unseen
// characters.
func around(cleaned []Cleaning, s string) []Cleaning {
	const quotes = "\"'`“”‘’«»„‹›"
	bare := strings.TrimSpace(strings.Trim(s, quotes+",;\\ \t\r\n"))
	switch {
	case s == "":
		return cleaned
	case strings.TrimSpace(s) == "" && strings.Trim(s, blanks) == "":
		return addCleaning(cleaned, CleanBlanks)
	case bare == "" && strings.ContainsAny(s, quotes):
		cleaned = addCleaning(cleaned, quotesOrFence(s))
	}
	for _, c := range s {
		if g := unseenOrBlank(c, 1); c == 0 || g.class == soft || g.class == hard {
			if c == 0 {
				g.note = CleanUnseen
			}
			cleaned = addCleaning(cleaned, g.note)
		}
	}
	return cleaned
}

func quotesOrFence(around string) Cleaning {
	if strings.Contains(around, "```") {
		return CleanFence
	}
	return CleanQuotes
}

func addCleaning(list []Cleaning, c Cleaning) []Cleaning {
	if slices.Contains(list, c) {
		return list
	}
	return append(list, c)
}
