package inspect

import "time"

// Row is one line of a claims table.
type Row struct {
	// Name is the claim's name, as text safe to show.
	Name string
	// Path is the claim's place in its part as a JSONPath (RFC 9535), for
	// "copy path": $.exp, $['allowed-origins'].
	Path string
	// Value is what to show: dates in now's zone, lists joined by " · ", roles
	// by client. Always visible text (see Visible), one line, at most 2,000
	// characters.
	Value string
	// Exact is the value's exact JSON text, for copying.
	Exact string
	// Time is set for NumericDate claims; the window renders their distance
	// to now itself, by Distance and Moment. Zero for other claims and for
	// numbers that are no date.
	Time time.Time
	// Meaning is the key of the explanation in assets/translations/claims.*.json,
	// "claim.{id}"; "claim.other" for unknown names.
	Meaning string
	// Mark is "" or the key of a warning to show beside the meaning:
	// "claim.mark.first_of", "….nth_of", "….last_of" (duplicates, filled with
	// Nth and Of), else "….zero_time", "….milliseconds", "….out_of_range",
	// "….not_a_time".
	Mark string
	// Nth and Of as in Member.
	Nth, Of int
}
