package tokenclient

import (
	"net/http"
	"runtime"
	"strings"
	"testing"
)

// What is shown of an exchange outlives its tokens: no piece of it may lie in
// the text of an answer or a form, which would then stay in memory, too.
func TestWhatIsShownKeepsNoTokenInMemory(t *testing.T) {
	const exchanges, size = 20, 512 << 10
	long := strings.Repeat("t", size)
	c, seen := observing(func(*http.Request) (*http.Response, error) {
		return replies(200, nil, `{"access_token":"`+long+`","token_type":"Bearer","scope":"openid","session_state":"s1"}`), nil
	})
	inUse := func() int64 {
		runtime.GC()
		runtime.GC() // the second frees what only the first found unused
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc) //nolint:gosec // no heap is that large
	}
	type shown struct {
		members              []Member
		kind, scope, session string
	}
	var kept []shown
	before := inUse()
	for range exchanges {
		set, err := c.Token(t.Context(), TokenRequest{
			Endpoint: endpoint, Auth: ClientAuth{ClientID: "app"}, Grant: Refresh{Token: NewSecret(long)}, Scope: "openid",
		})
		if err != nil {
			t.Fatal(err)
		}
		kept = append(kept, shown{set.Members, set.TokenType, set.Scope, set.SessionState})
	}
	if grew := inUse() - before; grew > size {
		t.Errorf("%d bytes are kept by what is shown of %d answers of %d bytes", grew, exchanges, size)
	}
	if len(*seen) != exchanges || len(kept) != exchanges || len(kept[0].members) != 4 {
		t.Fatalf("%d exchanges were seen, %d kept", len(*seen), len(kept))
	}
	runtime.KeepAlive(long)
}
