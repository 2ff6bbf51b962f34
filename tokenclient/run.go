package tokenclient

// run is how many bytes at the start of text are ASCII, not below least, and
// neither of two signs. least and the signs must be ASCII, too. Eight bytes are
// looked at in one step: a token has a thousand.
func run(text string, least, one, other byte) int {
	const ones, tops = 0x0101010101010101, 0x8080808080808080
	below, first, second := ones*uint64(least), ones*uint64(one), ones*uint64(other)
	n := 0
	for ; len(text)-n >= 8; n += 8 {
		t := text[n : n+8]
		w := uint64(t[0]) | uint64(t[1])<<8 | uint64(t[2])<<16 | uint64(t[3])<<24 |
			uint64(t[4])<<32 | uint64(t[5])<<40 | uint64(t[6])<<48 | uint64(t[7])<<56
		x, y := w^first, w^second
		// The top bit of a byte is set where it is not ASCII, where it is less
		// than least, and where it is a sign: where the difference to it is 0.
		if (w|(w-below)&^w|(x-ones)&^x|(y-ones)&^y)&tops != 0 {
			break
		}
	}
	for ; n < len(text); n++ {
		if c := text[n]; c < least || c > 0x7F || c == one || c == other {
			break
		}
	}
	return n
}
