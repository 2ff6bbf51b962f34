package kctest

import "strings"

// HostileURLs are 100 addresses that must never reach the program that opens a
// browser: other schemes, arguments, what a shell would run, and addresses that
// are not what they look like.
func HostileURLs() []string {
	all := []string{
		"file:///etc/passwd", "file://server/share/x.exe", "FILE:///c:/windows/system32/calc.exe",
		"javascript:alert(1)", "JaVaScRiPt://x/%0aalert(1)", "data:text/html,<script>alert(1)</script>",
		"vbscript:msgbox(1)", "smb://server/share", "ftp://server/x", "ssh://-oProxyCommand=calc/x",
		"ms-msdt:/id PCWDiagnostic /skip force", "search-ms:query=x&crumb=location:\\\\server\\share",
		"ms-officecmd:{}", "ms-excel:ofe|u|https://x/x.xls", "mailto:a@example.com", "tel:+123",
		"view-source:https://x/", "about:blank", "chrome://settings", "blob:https://x/1", "steam://run/1",
		"intent://x#Intent;end", "jar:https://x!/y", "ws://x/", "gopher://x/", "realmscope:x", "x", "/etc/passwd",
		"//server/share", `\\server\share\x.exe`, `C:\windows\system32\calc.exe`, "calc.exe", "http:calc", "https:calc.exe", "https:/calc.exe", "https:///calc.exe",
		"http://sso.example.com/plain", "http://127.0.0.1.evil.example/", "http://localhost.evil.example/", "http://0.0.0.0/", "http://192.168.0.1/",

		"-a", "--help", "-https://x/", "--new-window=https://x/", "-e calc https://x/", "/c calc", " https://x/", "\thttps://x/", "\uFEFFhttps://x/",
	}
	for _, part := range []string{
		"a b", "a\tb", "a\nb", "a\r\nb", "a\x00b", "a\x1b[31m", "a\x7fb", "a%00b", "a%0ab", "a%0D%0Ab",
		`a"b`, `a" & calc.exe & "`, "a'b", "a'; calc; '", "a`calc`", "a$(calc)", "a${IFS}calc", "a|calc", `a\b`, `a\..\calc`,
		"a<b", "a>b", "a^b", "a{b}", "a\u00a0b", "a\u202eb", "a\u200bb", "a\u2028b", "a\ufffeb", "a\xffb", "“a”", "a\uff5ccalc",
	} {
		all = append(all, "https://sso.example.com/"+part)
	}
	for _, host := range []string{
		"user:password@sso.example.com", "user@sso.example.com", "sso.example.com@evil.example", "@evil.example", "sso.example.com:x", "sso.example.com:0",
		"sso.example.com:65536", "a..b", "[::1", "[::1%25eth0]", "[v1.x]", "a%2fb", "a b", "-oProxyCommand=calc$", "a,b", "", ":443", "sso.example.com\\@evil.example",
	} {
		all = append(all, "https://"+host+"/")
	}
	return append(all, "https://sso.example.com/"+strings.Repeat("a", 8<<10), "")
}
