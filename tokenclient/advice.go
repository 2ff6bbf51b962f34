package tokenclient

// Who can mend a cause.
type Who string

// The people who can act, and waiting.
const (
	WhoYou           Who = "you"
	WhoAdministrator Who = "administrator"
	WhoDeveloper     Who = "developer"
	WhoWait          Who = "wait"
)

// Advice tells what an error means to the person at the window. It holds keys,
// not sentences: texts live in assets/translations/advice.*.json under
//
//	advice.{ID}.title, advice.{ID}.lead,
//	advice.{ID}.{cause}.why, advice.{ID}.{cause}.do
type Advice struct {
	// ID is a stable lower-case word such as "wrong_password".
	ID string
	// Causes are the likely ones, best first; never empty.
	Causes []Cause
	// Actions are what the window can offer, best first: "retry", "edit",
	// "edit_address", "edit_secret", "type_password", "use_auth_prefix",
	// "use_body", "use_query", "get_again".
	Actions []string
	// Args fill the texts' places ({{.Realm}} and such). They come from
	// servers and are shown as plain text.
	Args map[string]string
}

// Cause is one likely reason and who can mend it.
type Cause struct {
	ID  string
	Who Who
}
