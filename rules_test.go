package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// rule is a promise about secrets, files and the window, and what holds it: the
// tests that break with it, by folder and name, or why there is none.
type rule struct {
	id, says string
	tests    string
	reason   string
}

// rulesOfSecrets are the promises at rest (S), in memory (M) and on the screen
// (C). Those of the network stand in tokenclient.
func rulesOfSecrets() []rule {
	return []rule{
		{id: "S-01", says: "no secret in any file", tests: "app.TestJourneyLeavesNoSecretOutsideTheVault app/vault.TestNoFileHoldsASecret app/profile.TestFileHoldsNoFieldForASecret"},
		{id: "S-02", says: "none in arguments and environment", tests: "app.TestJourneyLeavesNoSecretOutsideTheVault app.TestTheBrowserGetsTheAddressAsOneArgument"},
		{id: "S-03", says: "long tokens rest whatever the keyring holds", tests: "app/vault.TestOnlyTheKeyGoesToTheKeyring"},
		{id: "S-04", says: "each state of a keyring has its message", tests: "app/vault/keychain.TestStatesOfTheKeyring app/vault/keychain.TestFaultsOfTheKeyring app/vault.TestKeyringStatesAtTheStart app/vault.TestSilentKeyring ui.TestEveryFailureOfAStartHasItsCard"},
		{id: "S-04b", says: "no stray process without a bus", tests: "app/vault/keychain.TestWithoutABusNothingIsStarted"},
		{id: "S-05", says: "a keyring that lies is noticed", tests: "app/vault/keychain.TestLyingKeyringIsNoticed app/vault.TestLyingKeyringGetsNoVault"},
		{id: "S-06", says: "an emptied keyring changes no file", tests: "app.TestLostKeyIsAskedAboutAndNothingIsWrittenOver app/journey.TestVaultOnARealKeyring"},
		{id: "S-07", says: "no changed bit is accepted", tests: "app/vault.TestFlippedBitsAndCutEnds app/vault.TestStartsWithFlippedBits"},
		{id: "S-08", says: "no nonce twice", tests: "app/vault.TestSavesShareNoNonce"},
		{id: "S-09", says: "a change of the key survives kill -9", tests: "app/vault.TestKilledRotations app/vault.TestRealSecretService app/vault.TestWriteFaultsDuringARotation"},
		{id: "S-10", says: "secrets go with their profile", tests: "app.TestSecretsLeaveTheVaultWithTheirProfile app.TestSecretsOfAProfileDeletedWhileLockedGoWhenTheVaultOpens app.TestSecretsOfAProfileDeletedWhileLockedGoAfterARestart app/vault.TestWhatIsOwedIsRememberedOverARestart app/vault.TestDeletedSecretLeavesTheFile"},
		{id: "S-11", says: "to forget leaves neither file nor key", tests: "app/vault.TestForgetLeavesNothing app/journey.TestVaultOnARealKeyring"},
		{id: "S-12", says: "an export has no secrets unless sealed", tests: "app/profile/porting.TestPackComesBackWithoutSecrets app.TestPackCarriesProfilesToAnotherMachine"},
		{id: "M-01", says: "a lock empties the memory", tests: "app/vault.TestMemoryAfterLock app/journey.TestMemoryOfTheProgramAfterALock"},
		{id: "M-02", says: "secrets can be overwritten", tests: "app/vault.TestSessionOverwritesSecrets ui.TestLockForgetsWhatWasTypedIntoTheForm"},
		{id: "M-03", says: "locked gives nothing", tests: "ui.TestNothingWorksWhileLocked ui.TestLockHidesAndForgetsEverything app/vault.TestLockedGivesNothing"},
		{id: "M-04", says: "key, idle, sleep and screen lock", tests: "ui.TestIdleWindowLocks ui.TestLockHidesAndForgetsEverything app/away.TestScreenSaverOnARealBusIsHeard app/away.TestOnlyTheBeginningOfAnAbsenceCounts"},
		{id: "M-05", says: "wrong passphrases are slowed", tests: "app/vault.TestWrongPassphrasesAreSlowed ui.TestWrongPassphraseIsToldWithItsWait"},
		{id: "M-06", says: "no image of the memory", tests: "app.TestNoImageOfTheMemoryIsLeft"},
		{id: "M-07", says: "a panic tells no secret", tests: "app.TestReportsOfPanicsHoldNoSecret app.TestACrashOfTheProgramIsOfferedAtTheNextStart"},
		{id: "M-08", says: "swap is told of", tests: "app.TestSwapIsToldFromTheKernelsList ui.TestTheVaultSaysWhetherMemoryIsWrittenToDisk"},
		{id: "C-01", says: "copied secrets leave the clipboard", tests: "ui.TestACopiedSecretLeavesTheClipboard ui.TestTheTimeOnTheClipboardIsChosen ui.TestLockAndQuitClearTheClipboard"},
		{id: "C-02", says: "foreign contents stay", tests: "ui.TestNothingForeignIsTakenAway"},
		{
			id: "C-03", says: "copies are marked for clipboard managers", tests: "ui.TestSettingsSayThatCopiesAreNotMarked",
			reason: "the toolkit's clipboard takes text alone; the settings say that managers may keep a copy",
		},
		{id: "C-04", says: "a clipboard that keeps its content is told of", tests: "ui.TestAClipboardThatCannotBeClearedIsSaid"},
		{id: "C-05", says: "nothing is copied unasked", tests: "ui.TestTheClipboardIsLeftAloneUnasked"},
		{id: "C-06", says: "nothing is read unasked", tests: "ui.TestTheClipboardIsLeftAloneUnasked"},
		{id: "C-07", says: "what is revealed hides again", tests: "ui.TestARevealedFieldHidesItselfAgain ui.TestOneValueIsRevealedForAWhile ui.TestLeavingTheWindowHidesWhatWasRevealed ui.TestARevealedFieldIsNotCopied"},
		{id: "C-08", says: "hidden values are in no view", tests: "ui.TestNoValueIsInSightWhileValuesAreHidden ui.TestTheTrayNamesNobody"},
		{
			id: "C-09", says: "capture is blocked where that works",
			reason: "Linux has no such call, macOS ignores it since release 15, and on Windows it cannot be tried here: it is neither offered nor promised; hiding values (C-08) is offered everywhere",
		},
		{id: "C-10", says: "titles and tray name nobody", tests: "ui.TestTitleNamesNobody ui.TestTheTrayNamesNobody"},
	}
}

// rulesOfFiles are the promises about files (F), logs (G), reliability (R) and
// what the platforms do (P).
func rulesOfFiles() []rule {
	return []rule{
		{id: "F-01", says: "a save survives kill -9", tests: "app/profile.TestKilledSaves app/vault.TestKilledSaves"},
		{id: "F-02", says: "temporary files go and are never read", tests: "app/profile.TestLeftOverFilesAreRemovedAndNeverRead app/durable.TestLeftOverKnowsItsOwn"},
		{id: "F-03", says: "a failed write leaves the file", tests: "app/profile.TestFailedSaveLeavesTheFile app/profile.TestFullDisk app/vault.TestWriteFaults app/vault.TestFullDisk ui.TestFailedSaveKeepsTheForm"},
		{id: "F-04", says: "private whatever the umask", tests: "app/profile.TestPermissionsWhateverTheUmask app/profile.TestTooOpenFilesAreTightened app/vault.TestPermissionsWhateverTheUmask"},
		{id: "F-05", says: "one backup a day for a week", tests: "app/profile.TestOneBackupADayForAWeek app/vault.TestDailyBackups"},
		{id: "F-06", says: "damage is set aside", tests: "app/profile.TestDamagedFileIsSetAsideAndRestored app/profile.TestManySpoiledFiles app/profile.TestFolderInPlaceOfTheFile app/vault.TestDamagedVaultIsSetAside"},
		{id: "F-07", says: "old and newer schemas", tests: "app/profile.TestReadDocumentOfSchema1 app/profile.TestNewerFilesAreReadOnly app/vault.TestReleasedSchemasOpen app/vault.TestNewerVaultIsRefusedAndKept"},
		{id: "F-08", says: "unknown members survive", tests: "app/profile.TestUnknownMembersSurvive app/vault.TestUnknownMembersSurvive"},
		{id: "F-09", says: "two programs lose nothing", tests: "app/profile.TestTwoProgramsLoseNoEdit app/profile.TestHeldLockEndsInBusy app/vault.TestTwoProgramsLoseNoEdit"},
		{id: "F-10", says: "changes from outside are seen", tests: "app/profile.TestChangesFromOutsideAreSeen app.TestChangeOfAnotherProgramReachesTheWindow"},
		{id: "F-11", says: "links are followed and kept", tests: "app/profile.TestSymbolicLinkIsFollowedAndKept app/profile.TestLinkIntoAnOpenFolderIsRefused app/vault.TestLinkIsFollowedAndKept"},
		{id: "F-12", says: "odd homes", tests: "app/profile.TestForbiddenFolder app/profile.TestReadOnlyDisk app/profile.TestFullDisk app/profile.TestFolderThatCannotBeMade app/profile.TestFoldersOfOddNames"},
		{id: "F-13", says: "Fyne's preferences hold no profile and may be damaged", tests: "app.TestNonsenseInThePreferencesIsNotTaken app.TestChoicesAreRemembered"},
		{id: "F-14", says: "imports are hostile", tests: "app/profile/porting.TestHostileImports app/profile/porting.TestBombs app/profile/porting.TestNothingHereCanReachOut app/profile/porting.TestNoIDOfASecretSurvives"},
		{id: "G-01", says: "no secret in logs", tests: "app.TestJourneyLeavesNoSecretOutsideTheVault app.TestADebugLogCanBeSentToSomeoneElse app/session.TestADebugLogNamesNobody"},
		{id: "G-02", says: "secrets mask themselves", tests: "tokenclient.TestSecretMasksItselfEverywhere tokenclient.TestFieldsNamedLikeSecretsAreSecrets app/vault.TestRecordMasksItsSecretEverywhere"},
		{id: "G-03", says: "a last filter", tests: "tokenclient.TestHiddenLinesKeepWhatIsHarmless tokenclient.TestBodiesOfErrorsHideSecrets tokenclient.TestKnownTextsStayWhole"},
		{id: "G-04", says: "addresses without queries", tests: "tokenclient.TestErrorIsOneLineWithoutSecrets app/session.TestFailureDetails"},
		{id: "G-05", says: "what is copied of an error", tests: "ui.TestTicketHoldsNoSecretAndNoUser ui.TestASummaryForATicketHoldsNothingPersonal"},
		{id: "G-06", says: "the toolkit's log is filtered, a file is written when asked", tests: "app.TestTheLogIsFiltered app.TestADebugLogCanBeSentToSomeoneElse"},
		{id: "G-07", says: "server texts are escaped", tests: "tokenclient.TestServerTextsAreMadeVisible ui.TestHostileAnswerIsShownAsPlainText"},
		{id: "R-01", says: "countdowns are right", tests: "app/session.TestADayOfCountingIsExact app/session.TestSleepOfTheMachine"},
		{id: "R-02", says: "another clock is shown", tests: "ui.TestClockDifferenceIsShown ui.TestSmallClockDifferencesAreNoise"},
		{id: "R-03", says: "many countdowns cost little", tests: "app/journey.BenchmarkCrowd app/journey.BenchmarkFirstPaint app/session.TestTimerPublishesOnlyWhatChanges"},
		{id: "R-04", says: "random use", tests: "ui.TestMonkey"},
		{id: "R-05", says: "a server that fails at random", tests: "app/session.TestChaos app/session.TestCloseLeavesNothing"},
		{id: "R-06", says: "kill -9 and start again", tests: "app/profile.TestKilledSaves app/vault.TestKilledSaves app.TestSessionIsThereAfterARestart"},
		{id: "R-07", says: "a logout of the desktop ends it", tests: "app/journey.TestDemoJourney app/journey.TestVaultOnARealKeyring"},
		{id: "R-08", says: "odd surroundings", tests: "app.TestWithoutADisplayItSaysSo app/journey.TestOddSurroundings app/vault/keychain.TestWithoutABusNothingIsStarted"},
		{id: "R-09", says: "a panic becomes a message", tests: "app/session.TestPanicsBecomeFailures app.TestAJobThatPanicsLeavesAReportAndTheQueueRunning app/vault/keychain.TestPanicBecomesAnError"},
		{id: "P-01", says: "notices hold nothing that runs", tests: "ui.TestANotificationHoldsNothingThatRuns ui.TestTheWordsOfNoticesRunNothingInAnyLanguage"},
		{id: "P-02", says: "nor markup", tests: "ui.TestANotificationHoldsNothingThatRuns"},
		{id: "P-03", says: "fields give nothing away", tests: "ui.TestARevealedFieldIsNotCopied ui.TestARevealedFieldHidesItselfAgain ui.TestLockForgetsWhatWasTypedIntoTheForm"},
		{id: "P-04", says: "Fyne's errors go through the filter", tests: "app.TestTheLogIsFiltered"},
		{id: "P-05", says: "only files are opened", tests: "app.TestFilesThatAreNone app.TestOnlyOrdinaryFilesAreOpened app/profile.TestPipeInPlaceOfTheFile"},
		{id: "P-06", says: "key files are bounded", tests: "ui.TestTextsThatAreNoKeys app.TestOnlyOrdinaryFilesAreOpened"},
		{id: "P-07", says: "a keyring may block", tests: "app/vault/keychain.TestKeyringThatHangs app/vault/keychain.TestCancelEndsTheWait", reason: "prompts of macOS cannot be shown here; the limits are the same"},
		{id: "P-08", says: "data lies under LocalAppData", reason: "there is no Windows here to try it on; the folder comes from the system's own answer"},
	}
}

func TestEveryRuleHasItsTestsOrAReason(t *testing.T) {
	declared, seen := map[string]string{}, map[string]bool{}
	for _, r := range append(rulesOfSecrets(), rulesOfFiles()...) {
		if seen[r.id] {
			t.Errorf("%s stands twice", r.id)
		}
		seen[r.id] = true
		if r.tests == "" && r.reason == "" {
			t.Errorf("%s, %s: neither a test nor a reason", r.id, r.says)
		}
		for full := range strings.FieldsSeq(r.tests) {
			at := strings.LastIndexByte(full, '.')
			folder, name := full[:at], full[at+1:]
			if declared[folder] == "" {
				declared[folder] = testsIn(t, folder)
			}
			if !regexp.MustCompile(`(?m)^func ` + regexp.QuoteMeta(name) + `\(`).MatchString(declared[folder]) {
				t.Errorf("%s: there is no %s in %s", r.id, name, folder)
			}
		}
	}
	counts := map[string]int{"S": 12, "M": 8, "C": 10, "F": 14, "G": 7, "R": 9, "P": 8}
	wanted := 1
	for letter, count := range counts {
		wanted += count
		for n := 1; n <= count; n++ {
			if id := fmt.Sprintf("%s-%02d", letter, n); !seen[id] {
				t.Errorf("%s is missing", id)
			}
		}
	}
	if !seen["S-04b"] || len(seen) != wanted {
		t.Errorf("%d rules, want %d with S-04b", len(seen), wanted)
	}
}

// testsIn is the text of a folder's tests.
func testsIn(t *testing.T, folder string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(filepath.FromSlash(folder), "*_test.go"))
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
