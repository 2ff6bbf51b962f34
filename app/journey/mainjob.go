package journey

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"time"
)

// glance is how long a person waits for the window to show something. It is
// generous because machines are busy; nothing is measured by it.
const glance = 150 * time.Second

// MainJob is the program's main job from its first start, by keyboard alone:
// the demo realm, Get token, the countdown seen to fall, Copy, Refresh, Copy.
// It returns the token that another program then finds in the clipboard.
// Pictures go into the folder out, if there is one; say is told each step.
type MainJob struct {
	Desktop *Desktop
	Out     string
	Say     func(format string, args ...any)
}

// Run does the job in a program that was just started with an empty
// configuration.
func (j MainJob) Run(ctx context.Context) (token string, err error) {
	for _, step := range []func(context.Context) error{j.startDemo, j.getToken, j.watch} {
		if err := step(ctx); err != nil {
			return "", err
		}
	}
	first, err := j.copied(ctx, "")
	if err != nil {
		return "", err
	}
	if err := j.Desktop.Key(ctx, "ctrl+r"); err != nil {
		return "", err
	}
	// The refreshed token is another one, so Copy gives another text.
	second, err := j.copied(ctx, first)
	if err != nil {
		return "", err
	}
	j.Say("refreshed: another program finds a new token of %d characters in the clipboard", len(second))
	return second, j.picture(ctx, "refreshed")
}

// startDemo presses the button that has the focus at the first start.
func (j MainJob) startDemo(ctx context.Context) error {
	if _, err := j.Desktop.See(ctx, glance, "READY-MADE PROFILES"); err != nil {
		return err
	}
	if err := j.picture(ctx, "first-start"); err != nil {
		return err
	}
	if err := j.Desktop.Key(ctx, "Return"); err != nil {
		return err
	}
	_, err := j.Desktop.See(ctx, glance, "Demo: alice")
	j.Say("started the demo realm")
	return err
}

func (j MainJob) getToken(ctx context.Context) error {
	if err := j.Desktop.Key(ctx, "ctrl+Return"); err != nil {
		return err
	}
	_, err := j.Desktop.See(ctx, glance, "preferred_username")
	j.Say("got a token of alice and see its claims")
	return errors.Join(err, j.picture(ctx, "live"))
}

// watch reads the countdown until it has fallen by no more than the time that
// passed. A misread digit can make it seem to jump; it is then read anew.
func (j MainJob) watch(ctx context.Context) error {
	var (
		before time.Duration
		at     time.Time
	)
	return Until(ctx, glance, "a falling countdown", func() (bool, error) {
		now := time.Now()
		text, err := j.Desktop.Read(ctx)
		left, ok := Countdown(text)
		if err != nil || !ok {
			return false, err
		}
		if fallen := before - left; fallen > 0 && fallen <= time.Since(at)+time.Second {
			j.Say("watched the countdown fall from %s to %s", before, left)
			return true, nil
		}
		if before == 0 || left != before {
			before, at = left, now
		}
		return false, nil
	})
}

// copied presses the key for Copy until the clipboard holds another token than
// before.
func (j MainJob) copied(ctx context.Context, before string) (string, error) {
	var text string
	err := Until(ctx, glance, "a token in the clipboard", func() (bool, error) {
		if err := j.Desktop.Key(ctx, "ctrl+shift+c"); err != nil {
			return false, err
		}
		var err error
		if text, err = j.Desktop.Clipboard(ctx); err != nil {
			return false, nil //nolint:nilerr // an empty clipboard is an error of xclip's
		}
		return strings.Count(text, ".") == 2 && text != before, nil
	})
	return text, err
}

func (j MainJob) picture(ctx context.Context, name string) error {
	if j.Out == "" {
		return nil
	}
	return j.Desktop.Picture(ctx, filepath.Join(j.Out, name+".png"))
}
