package session

import (
	"errors"
	"slices"

	"realmscope/app/profile"
	"realmscope/tokenclient"
)

// checkOrigin refuses an endpoint that shares its origin neither with a known
// address nor with one that the user agreed to: what a discovery document says
// is not the user's word.
func (j job) checkOrigin(endpoint string, known ...string) error {
	origin, err := tokenclient.Origin(endpoint)
	if err != nil {
		return err
	}
	known = slices.Concat(known, j.profile.Origins, j.typed.Origins)
	for _, address := range known {
		if o, err := tokenclient.Origin(address); err == nil && o == origin {
			return nil
		}
	}
	return &ownError{id: adviceOtherOrigin, line: origin, args: map[string]string{"Address": origin}}
}

// asked turns the refusal of an origin into the question whether it may be sent
// to. Plain HTTP to another machine is not asked about: it is refused.
func (j job) asked(err error) (needs []Need) {
	var own *ownError
	if j.op != OpFetch || !errors.As(err, &own) || own.id != adviceOtherOrigin {
		return nil
	}
	if origin := own.line; j.profile.AllowHTTP || encrypted(origin) {
		return []Need{Need(originNeeds + origin)}
	}
	return nil
}

// over fills in what was typed before a question came between.
func (t Typed) over(before Typed) Typed {
	fill := func(to *Secret, from Secret) {
		if to.Empty() {
			*to = from
		}
	}
	fill(&t.Password, before.Password)
	fill(&t.OTP, before.OTP)
	fill(&t.ClientSecret, before.ClientSecret)
	fill(&t.ClientKey, before.ClientKey)
	fill(&t.ClientCertificate, before.ClientCertificate)
	fill(&t.ProxyPassword, before.ProxyPassword)
	fill(&t.Assertion, before.Assertion)
	if t.Extra == nil {
		t.Extra = before.Extra
	}
	t.Origins = slices.Concat(t.Origins, before.Origins)
	t.Keep = t.Keep || before.Keep
	return t
}

// agree tells the program which origins a profile's user agreed to, so that it
// asks no more.
func (s *Sessions) agree(p profile.Profile, t Typed) {
	if s.params.Agree == nil {
		return
	}
	for _, origin := range t.Origins {
		if !slices.Contains(p.Origins, origin) {
			s.params.Agree(p.ID, origin)
		}
	}
}
