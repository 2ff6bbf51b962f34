package ui

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"realmscope/app/profile"
	"realmscope/app/session"
	"realmscope/ui/look"
)

// row is an exchange in words.
func (a *activityPlace) row(x session.Observed) activityRow {
	answer, tone := answerWords(x)
	r := look.FeedRow{
		ID: strconv.Itoa(x.Number), Time: x.Seen.ReceivedAt.Local().Format("15:04:05"), Who: behalf(a.w.p.Profiles.All(), x.Key),
		What: purposeText(x), Where: visible(x.Host()), Answer: answer, Tone: tone, Took: tookText(x.Seen.Elapsed),
	}
	text := strings.Join([]string{r.Time, r.Who, r.What, r.Where, r.Answer, x.Seen.Method, x.Seen.URL, x.Seen.Code}, " ")
	return activityRow{row: r, text: strings.ToLower(text)}
}

// behalf is the profile and account on whose behalf somebody asked.
func behalf(all []profile.Profile, k session.Key) string {
	p, ok := find(all, k.ProfileID)
	if !ok {
		return T("activity.nobody")
	}
	return list(visible(p.Name), visible(k.Account))
}

// purposeText says what was asked for.
func purposeText(x session.Observed) string {
	purpose := string(x.Seen.Purpose)
	if x.Seen.Grant != "" {
		grant := x.Seen.Grant[strings.LastIndexByte(x.Seen.Grant, ':')+1:]
		if text, ok := known("activity.token." + grant); ok {
			return text
		}
		return T("activity.token_other", args{"Grant": visible(grant)})
	}
	if text, ok := known("activity.purpose." + purpose); ok {
		return text
	}
	return T("activity.purpose_other")
}

// answerWords is what came back: a sign, the status and the code.
func answerWords(x session.Observed) (string, look.Tone) {
	o := x.Seen
	text := ""
	if o.Status != 0 {
		text = strconv.Itoa(o.Status)
	}
	if o.Err == nil {
		return T("chip.good", args{"Text": text}), look.ToneGood
	}
	switch {
	case o.Code != "":
		text = strings.TrimSpace(text + " " + visible(o.Code))
	default:
		kind := string(o.Err.Kind)
		if words, ok := known("activity.kind." + kind); ok {
			kind = words
		}
		text = strings.TrimSpace(text + " " + kind)
	}
	if !x.Failed() {
		return T("activity.waiting", args{"Text": text}), look.TonePlain
	}
	return T("chip.bad", args{"Text": text}), look.ToneBad
}

// tookText is how long an exchange was.
func tookText(d time.Duration) string {
	if d < time.Millisecond {
		return T("activity.ms", args{"N": "<1"})
	}
	if d < 10*time.Second {
		return T("activity.ms", args{"N": d.Milliseconds()})
	}
	return duration(d)
}

// exchangeLines is an exchange in full, as it is shown below the table.
func exchangeLines(x session.Observed) []string {
	o := x.Seen
	lines := []string{o.Method + " " + o.URL}
	for _, h := range o.Sent {
		lines = append(lines, h.Name+": "+h.Value)
	}
	lines = append(lines, "")
	for _, p := range o.Params {
		lines = append(lines, p.Name+" = "+p.Value)
	}
	if len(o.Params) > 0 {
		lines = append(lines, "")
	}
	status := T("activity.no_answer")
	if o.Status != 0 {
		status = fmt.Sprintf("HTTP %d", o.Status)
	}
	lines = append(lines, list(status, tookText(o.Elapsed), T("activity.bytes", args{"N": o.Size})))
	if o.Err != nil {
		lines = append(lines, list(o.Err.Error(), visible(o.Err.Description)))
	}
	for _, h := range o.Headers {
		lines = append(lines, h.Name+": "+h.Value)
	}
	if o.Body != "" {
		lines = append(lines, "")
		lines = append(lines, strings.Split(indented(o.Body), "\n")...)
	}
	return lines
}

// indented is a JSON text with a member on each line, another text as it is.
func indented(text string) string {
	var b bytes.Buffer
	if json.Indent(&b, []byte(text), "", "  ") != nil {
		return text
	}
	return b.String()
}
