package app

import (
	"strings"
	"testing"
)

// verdicts are the lines of a connection test, by the names of their steps.
func (p *program) verdicts() map[string]string {
	found := map[string]string{}
	for line := range strings.SplitSeq(p.shown(), "\n") {
		for _, name := range []string{"Server name", "Connection", "Certificate", "Realm", "Client", "Grant", "Redirect URI"} {
			if sign, text, ok := strings.Cut(line, " "+name+": "); ok && len([]rune(sign)) == 1 {
				found[name] = sign + " " + text
			}
		}
	}
	return found
}

// tested opens the form of a demo profile, changes it and tests what stands
// there.
func tested(t *testing.T, profile string, change func(p *program)) *program {
	t.Helper()
	p := atDemo(t, profile)
	p.press("Edit")
	if change != nil {
		change(p)
	}
	p.press("Test connection")
	p.see("The test has ended")
	return p
}

func TestConnectionOfTheDemoRealm(t *testing.T) {
	for profile, signs := range map[string]string{
		"service":       "✓✓○✓✓✓○", // no certificate and no redirect URI to check
		"browser login": "✓✓○✓✓✓✓",
		"device login":  "✓✓○✓✓✓○",
	} {
		t.Run(profile, func(t *testing.T) {
			p := tested(t, profile, nil)
			want := []rune(signs)
			got := p.verdicts()
			for i, name := range []string{"Server name", "Connection", "Certificate", "Realm", "Client", "Grant", "Redirect URI"} {
				if !strings.HasPrefix(got[name], string(want[i])+" ") {
					t.Errorf("%s: %q, want %c", name, got[name], want[i])
				}
			}
		})
	}
}

func TestConnectionToARealmThatIsNotThere(t *testing.T) {
	p := tested(t, "service", func(p *program) { p.fill(realmEntry, "nowhere") })
	got := p.verdicts()
	if !strings.HasPrefix(got["Realm"], "✗ The server refuses the realm nowhere") ||
		!strings.HasPrefix(got["Client"], "○ An earlier step") || !strings.HasPrefix(got["Grant"], "○ ") {
		t.Errorf("verdicts %q", got)
	}
	if saved := p.shelf.All(); len(saved) == 0 || saved[0].Realm.Name == "nowhere" || saved[1].Realm.Name == "nowhere" {
		t.Error("the test saved the form")
	}
}

func TestConnectionWithAWrongClientSecret(t *testing.T) {
	const wrong = "wrong-canary"
	p := tested(t, "service", func(p *program) { p.fill("kept; type to replace it", wrong) })
	got := p.verdicts()
	if !strings.HasPrefix(got["Realm"], "✓ ") || !strings.HasPrefix(got["Client"], "✗ The credentials of demo-service are refused") ||
		!strings.HasPrefix(got["Grant"], "○ An earlier step") {
		t.Errorf("verdicts %q", got)
	}
	for line := range strings.SplitSeq(p.shown(), "\n") {
		if strings.Contains(line, "Client: ") && strings.Contains(line, wrong) {
			t.Errorf("the secret is shown: %s", line)
		}
	}
	p.fill("kept; type to replace it", "demo-secret-service")
	p.press("Test connection")
	p.until("an accepted client", func() bool { return strings.HasPrefix(p.verdicts()["Client"], "✓ ") })
}

// TestARealPasswordOfTheDemoRealm tries it only when asked, with what the vault
// keeps.
func TestARealPasswordOfTheDemoRealm(t *testing.T) {
	p := tested(t, "alice and bob", nil)
	p.see("No password was sent.")
	p.press("Try the password, too")
	p.see("The password of alice was sent once.", "A token was given; its session was ended again.")
	p.fill("kept; type to replace it", "wrong-canary")
	p.press("Try the password, too")
	p.until("a refusal", func() bool { return strings.HasPrefix(p.verdicts()["Grant"], "✗ The real request was refused") })
}
