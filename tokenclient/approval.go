package tokenclient

import (
	"context"
	"time"
)

// open begins a flow at an endpoint of its own and reads the object that it is
// answered with, which must have the needed texts.
func (c *Client) open(ctx context.Context, r TokenRequest, needed ...string) (exchange, *reader, *Error) {
	x, e := c.post(ctx, r, maxToken)
	if e != nil {
		return x, nil, e
	}
	if e := x.detour(); e != nil {
		return x, nil, e
	}
	body, note := decodeText(x.body)
	o, err := readObject(body)
	if err != nil {
		return x, nil, x.refusal(object{}, false)
	}
	for _, name := range needed {
		if o.firstText(name) == "" {
			return x, nil, x.refusal(o, true)
		}
	}
	read := &reader{object: o}
	if note != "" {
		read.note(note)
	}
	return x, read, nil
}

// approval is how long a begun flow waits for a person, and how often it may
// ask.
type approval struct {
	receivedAt time.Time
	life       Lifetime
	interval   time.Duration
}

// end is when the flow ends, without monotonic reading.
func (a approval) end() time.Time {
	life := a.life.Value
	if !a.life.Known || life <= 0 {
		life = longestApproval
	}
	from := a.receivedAt
	if from.IsZero() {
		from = time.Now()
	}
	return from.Round(0).Add(life)
}

func (a approval) pause() time.Duration {
	if a.interval <= 0 {
		return defaultInterval
	}
	return a.interval
}

// interval reads the pause between two questions. What is no positive number
// counts as missing.
func (r *reader) interval() time.Duration {
	l := r.lifetime("interval")
	if !l.Known || l.Value <= 0 {
		return defaultInterval
	}
	return l.Value
}

// webAddress is the first of the named members, if it is a plain web address:
// it is shown to the person and given to the browser.
func (r *reader) webAddress(names ...string) string {
	text := r.firstText(names...)
	if text == "" {
		return ""
	}
	const longest = 2048 // bytes
	if _, err := Origin(text); err != nil || oneLine(text, longest) != text {
		r.note(names[0] + ".unusable")
		return ""
	}
	return text
}
