package inspect

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// Limits of a NumericDate (RFC 7519 section 2: seconds since 1970, fractions
// allowed).
const (
	// maxSeconds is the year 5138; what is larger was meant as milliseconds,
	// as some mappers of Keycloak write updated_at.
	maxSeconds = 100_000_000_000
	// maxMilliseconds is the end of the year 9999.
	maxMilliseconds = 253_402_300_799_999
	// minSeconds is the start of the year 1.
	minSeconds = -62_135_596_800
)

// dateKind is what a NumericDate turned out to be.
type dateKind int

const (
	dateGood dateKind = iota
	dateZero
	dateMilliseconds
	dateRange // a number, but no date between the years 1 and 9999
	dateType  // not a number
)

// isDate tells whether a claim holds a NumericDate.
func isDate(name string) bool {
	switch name {
	case "exp", "nbf", "iat", "auth_time", "updated_at", "toe", "not-before-policy":
		return true
	}
	return false
}

// date reads a NumericDate; the time is zero unless it is one, be it in
// milliseconds.
func date(v Value) (time.Time, dateKind) {
	if v.Kind != KindNumber {
		return time.Time{}, dateType
	}
	sec, nsec, ok := seconds(v.Raw)
	switch {
	case !ok || sec < minSeconds || sec > maxMilliseconds:
		return time.Time{}, dateRange
	case sec > maxSeconds:
		return time.UnixMilli(sec), dateMilliseconds
	case sec == 0 && nsec == 0:
		return time.Time{}, dateZero
	default:
		return time.Unix(sec, nsec), dateGood
	}
}

// seconds reads a JSON number without going through a float where it can:
// 1627035415.9 must not become .899999.
func seconds(raw string) (sec, nsec int64, ok bool) {
	if strings.ContainsAny(raw, "eE") {
		f, err := strconv.ParseFloat(raw, 64)
		if err != nil || math.Abs(f) > maxMilliseconds {
			return 0, 0, false
		}
		whole, part := math.Modf(f)
		return int64(whole), int64(part * 1e9), true
	}
	whole, part, _ := strings.Cut(raw, ".")
	sec, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return 0, 0, false
	}
	const digits = 9
	part = (part + strings.Repeat("0", digits))[:digits]
	nsec, err = strconv.ParseInt(part, 10, 64)
	if strings.HasPrefix(raw, "-") {
		nsec = -nsec
	}
	return sec, nsec, err == nil
}

// checkTimes tells of times in a payload that programs read differently.
// Zero is no issue: Keycloak before 10 wrote it for "none".
func checkTimes(payload *Value, list []Issue) []Issue {
	for _, m := range payload.Members {
		if !isDate(m.Name) {
			continue
		}
		where := partPayload + "." + m.Name
		switch _, kind := date(m.Value); kind {
		case dateType:
			list = add(list, issueTimeType, where)
		case dateRange:
			list = add(list, issueTimeRange, where)
		case dateMilliseconds:
			list = add(list, issueMilliseconds, where)
		case dateGood, dateZero:
		}
	}
	return list
}
