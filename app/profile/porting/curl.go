package porting

import (
	"net/url"
	"strings"

	"realmscope/tokenclient"
)

// readCurl reads a curl command as a shell, a browser or a manual writes it.
func readCurl(text string) (Batch, error) {
	c := curlCommand{}
	words := shellWords(text[curlIndex(text):])
	for i := 1; i < len(words); {
		i += c.option(words, i)
	}
	if c.address == "" && len(c.bodies) == 0 {
		return Batch{}, ErrDamaged
	}
	q := request{wished: c.request.wished, proxyPassword: c.request.proxyPassword, found: c.request.found}
	m := message{address: c.address, headers: c.headers, body: strings.Join(c.bodies, "&"), user: c.user}
	if c.get && m.body != "" {
		m.address, m.body = m.address+"?"+m.body, ""
	}
	m.into(&q)
	return gather(FormatCurl, []request{q}, nil), nil
}

// curlIndex finds the word curl at the start of a line or behind a prompt; -1
// for none.
func curlIndex(text string) int {
	at := 0
	for line := range strings.Lines(text) {
		bare := strings.TrimLeft(line, " \t$#%>")
		for _, name := range []string{"curl ", "curl.exe ", "curl\t", "curl\\"} {
			if strings.HasPrefix(bare, name) {
				return at + len(line) - len(bare)
			}
		}
		at += len(line)
	}
	return -1
}

// curlCommand is what the options of a command say.
type curlCommand struct {
	request request
	address string
	headers []string
	bodies  []string
	user    string
	get     bool
}

// option reads one option and tells how many words it took.
func (c *curlCommand) option(words []string, i int) int {
	word := words[i]
	switch {
	case !strings.HasPrefix(word, "-") || word == "-":
		if c.address == "" {
			c.address = word
		}
		return 1
	case strings.HasPrefix(word, "--"):
		name, value, joined := strings.Cut(word[2:], "=")
		long, takes := longOption(name)
		if !takes {
			c.flag(long)
			return 1
		}
		if joined && long != "data" {
			c.set(long, value)
			return 1
		}
		return c.next(long, words, i)
	}
	for at := 1; at < len(word); at++ {
		long, takes := shortOption(word[at])
		if !takes {
			c.flag(long)
			continue
		}
		if rest := word[at+1:]; rest != "" {
			c.set(long, rest)
			return 1
		}
		return c.next(long, words, i)
	}
	return 1
}

// next gives an option the word behind it.
func (c *curlCommand) next(long string, words []string, i int) int {
	if i+1 < len(words) {
		c.set(long, words[i+1])
	}
	return 2
}

// longOption tells whether an option takes a value, and its one name.
func longOption(name string) (string, bool) {
	switch name {
	case "data", "data-ascii", "data-raw", "data-binary", "data-urlencode", "json", "form", "form-string", "header", "url",
		"user", "proxy", "proxy-user", "cacert", "capath", "cert", "key", "request", "user-agent", "referer", "cookie",
		"cookie-jar", "output", "max-time", "connect-timeout", "resolve", "connect-to", "config", "netrc-file", "write-out",
		"retry", "oauth2-bearer", "pass", "cert-type", "key-type", "tls-max", "ciphers", "interface", "socks5",
		"socks5-hostname", "noproxy", "dump-header", "trace", "trace-ascii", "stderr", "unix-socket", "proto", "max-redirs":
		return name, true
	}
	return name, false
}

func shortOption(c byte) (string, bool) {
	long, ok := map[byte]string{
		'd': "data", 'F': "form", 'H': "header", 'u': "user", 'x': "proxy", 'U': "proxy-user", 'E': "cert", 'X': "request",
		'A': "user-agent", 'e': "referer", 'b': "cookie", 'c': "cookie-jar", 'o': "output", 'm': "max-time", 'K': "config",
		'w': "write-out", 'D': "dump-header",
	}[c]
	if ok {
		return long, true
	}
	return map[byte]string{'k': "insecure", 'G': "get"}[c], false
}

func (c *curlCommand) flag(long string) {
	switch long {
	case "insecure":
		c.request.wished.Insecure = true
	case "get":
		c.get = true
	}
}

// set keeps what bears on a token request. Nothing that names a file is read.
func (c *curlCommand) set(long, value string) {
	q := &c.request
	switch long {
	case "data", "data-ascii", "data-binary", "data-raw":
		if strings.HasPrefix(value, "@") && long != "data-raw" {
			q.file(value[1:])
			return
		}
		c.bodies = append(c.bodies, value)
	case "data-urlencode":
		c.urlencode(value)
	case "form", "form-string":
		name, content, _ := strings.Cut(value, "=")
		if strings.HasPrefix(content, "@") || strings.HasPrefix(content, "<") {
			q.file(content[1:])
			return
		}
		c.bodies = append(c.bodies, url.QueryEscape(name)+"="+url.QueryEscape(content))
	case "json":
		c.bodies = append(c.bodies, value)
	case "header":
		c.headers = append(c.headers, value)
	case "url":
		c.address = value
	case "user":
		c.user = value
	default:
		q.reach(long, value)
	}
}

// reach keeps how the command reaches its server.
func (q *request) reach(long, value string) {
	switch long {
	case "proxy", "socks5", "socks5-hostname":
		if long != "proxy" && !strings.Contains(value, "://") {
			value = strings.TrimSuffix(long, "-hostname") + "://" + value
		}
		q.wished.Proxy = value
	case "proxy-user":
		q.wished.ProxyUser, q.proxyPassword, _ = strings.Cut(value, ":")
	case "cacert", "capath", "cert", "key", "config", "netrc-file":
		q.file(value)
	case "oauth2-bearer":
		q.found.name(findToken, "--oauth2-bearer")
	case "resolve", "connect-to", "unix-socket", "interface":
		q.found.name(findOption, "--"+long)
	}
}

// urlencode reads curl's name=content, where content is still to be encoded.
func (c *curlCommand) urlencode(value string) {
	name, content, ok := strings.Cut(value, "=")
	at := strings.IndexByte(value, '@')
	switch {
	case at >= 0 && (!ok || at < len(name)):
		c.request.file(value[at+1:])
	case !ok:
		c.bodies = append(c.bodies, url.QueryEscape(value))
	default:
		c.bodies = append(c.bodies, name+"="+url.QueryEscape(content))
	}
}

// basicUser reads name:secret of a Basic header or of curl's -u. Keycloak
// decodes both as form values (RFC 6749 section 2.3.1), curl does not encode
// them: which of the two it is shows only where it makes a difference.
func (q *request) basicUser(pair string) {
	id, secret, _ := strings.Cut(pair, ":")
	q.auth = tokenclient.AuthBasic
	if decoded, err := url.QueryUnescape(id); err == nil && plain(decoded, maxName) {
		id = decoded
	}
	if strings.Contains(secret, "%") {
		if decoded, err := url.QueryUnescape(secret); err == nil {
			secret = decoded
		}
	}
	q.clientID, q.secret = id, secret
}
