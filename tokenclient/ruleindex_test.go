package tokenclient

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// rulesOfTheNetwork says where each rule of the network (N) and of the browser
// login (L) is tested: the folder, "" for this one, and the names.
func rulesOfTheNetwork() map[string]string {
	return map[string]string{
		"N-01 no redirect with credentials":       "TestRedirectsOfATokenRequestAreNeverFollowed TestRequestsWithSecretsFollowNothing",
		"N-02 few redirects of documents":         "TestDiscoverFollowsFewRedirectsAtHome TestKeysFollowThreeRedirectsOnTheirOwnOriginOnly",
		"N-03 secrets go to their origin":         "TestOriginIsWhatASecretIsBoundTo TestATestKeepsSecretsOnTheTypedOrigin app/session.TestSecretsGoNowhereElse",
		"N-04 documents are distrusted":           "TestDiscoverDistrustsADocument TestTolerancesOfDocuments",
		"N-05 answers are capped":                 "TestAnswersAreCapped TestABombEndsSoonAndWithinSixteenMebibytes TestHeadersAreCappedInEveryShape",
		"N-06 time is limited":                    "TestLimitsOfTime TestTheTimeLimitOfAProfile",
		"N-07 cancel ends all":                    "TestAThousandCancelsLeaveNothing TestWaitsBeyondTheTokenEndpointEnd TestCancelEndsARequestAtOnce app/session.TestCloseLeavesNothing",
		"N-08 certificates":                       "TestReasonsOfTLSFailures TestTLSIsNeverOlderThan12 TestConnectionsTrustWhatTheirProfileTrusts",
		"N-09 proxies":                            "TestTheProxyOfAProfile TestAProxyThatRefusesIsToldApart",
		"N-10 answers that nobody asked for":      "TestTolerancesOfTokenAnswers TestTolerancesOfASuccess TestGenericFailures",
		"N-11 nothing before the user acts":       "TestNothingIsSentBeforeACallThatSends",
		"N-12 no cookies, secrets arrive":         "TestNoCookieIsKeptAndNothingIsCached TestThirtyOddSecretsArriveEqual TestOddSecretsArriveEqual",
		"N-13 one refresh at a time":              "app/session.TestHundredRefreshesAreOneRequest app/session.TestRefreshUsesTheNewestTokenAndNoScope",
		"N-14 nobody else's tokens":               "app/session.TestRefreshRefusesSomebodyElse",
		"N-15 PKCE, state, nonce, issuer":         "TestEveryLoginIsFresh TestLoginSendsItsParameters TestIDTokensOfAnotherLogin TestDeviceLoginWithPKCE ui.TestPasswordIsDiscouragedAndNeverTheDefault",
		"N-16 servers set the pace":               "TestPollsAreNeverSoonerOrLaterThanAllowed TestTolerancesOfTokenAnswers",
		"L-01 the port is open while a login is":  "TestAHundredLoginsLeaveNothing tokenclient/loopback.TestOnlyThisMachineIsListenedOn tokenclient/loopback.TestEveryEndClosesThePort",
		"L-02 one right request":                  "TestAThousandHostileRequestsBeforeTheRightOne tokenclient/loopback.TestAThousandHostileRequestsChangeNothing tokenclient/loopback.TestHostileRequestsAreRefused",
		"L-03 slow and many connections":          "tokenclient/loopback.TestTheOldestConnectionMakesRoom tokenclient/loopback.TestSlowConnectionsAreCutOff",
		"L-04 the page reflects nothing":          "tokenclient/loopback.TestNothingIsReflected tokenclient/loopback.TestTheRightRequestWins",
		"L-05 ports, families, logins at once":    "TestAHundredLoginsAtOnceDoNotMix tokenclient/loopback.TestAPortThatIsTakenIsNamed tokenclient/loopback.TestLocalhostThatLeadsElsewhere",
		"L-06 hostile addresses are not opened":   "TestHostileURLsAreNotOpened FuzzCheckBrowserURL app.TestHostileAddressesStartNothing",
		"L-07 no shell":                           "app.TestTheBrowserGetsTheAddressAsOneArgument",
		"L-08 an opener that hangs":               "app.TestAnOpenerThatDoesNotOpen app/session.TestLoginWhoseBrowserDoesNotOpen",
		"L-09 links of servers are shown as text": "ui.TestTheWholeAddressIsShownBeforeItIsOpened app/session.TestLoginThatNothingOpens TestHostileURLsAreNotOpened",
	}
}

func TestEveryRuleOfTheNetworkHasItsTests(t *testing.T) {
	declared := map[string]string{}
	rules := rulesOfTheNetwork()
	for _, title := range slices.Sorted(maps.Keys(rules)) {
		for name := range strings.FieldsSeq(rules[title]) {
			folder := "tokenclient"
			if at := strings.LastIndexByte(name, '.'); at >= 0 {
				folder, name = name[:at], name[at+1:]
			}
			if declared[folder] == "" {
				declared[folder] = testsOf(t, filepath.Join("..", filepath.FromSlash(folder)))
			}
			if !regexp.MustCompile(`(?m)^func ` + regexp.QuoteMeta(name) + `\(`).MatchString(declared[folder]) {
				t.Errorf("%s: there is no %s in %s", title, name, folder)
			}
		}
	}
	for letter, count := range map[string]int{"N": 16, "L": 9} {
		for n := 1; n <= count; n++ {
			id := letter + "-" + strings.Repeat("0", max(0, 2-len(strconv.Itoa(n)))) + strconv.Itoa(n) + " "
			if !slices.ContainsFunc(slices.Collect(maps.Keys(rules)), func(title string) bool { return strings.HasPrefix(title, id) }) {
				t.Errorf("rule %shas no test", id)
			}
		}
	}
}

// testsOf is the text of a folder's tests.
func testsOf(t *testing.T, folder string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*_test.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no tests in %s: %v", folder, err)
	}
	var all strings.Builder
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(text)
	}
	return all.String()
}
