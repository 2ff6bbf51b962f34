package kctest

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"sync"
	"testing"
)

// Request is what an exchange expects. Everything is compared exactly.
type Request struct {
	Method string // POST when empty
	Path   string // escaped, without query
	Query  string // raw; "" means none
	// Header lists headers that must have exactly this value; "" means that
	// the header must be absent.
	Header map[string]string
	// Body are the exact bytes, unless Form is set.
	Body string
	// Form, when not nil, are the parameters of the body in any order, no
	// more and no fewer.
	Form url.Values
}

// Answer is what a server answers.
type Answer struct {
	Status int // 200 when zero
	Header map[string]string
	Body   string
	// Wait, when not nil, holds the answer back until it is closed or the
	// request is given up.
	Wait <-chan struct{}
	// Cut ends the connection without an answer.
	Cut bool
}

// Exchange is one expected request and its answer.
type Exchange struct {
	Want   Request
	Answer Answer
	// Times is how often it may happen; 0 means any number of times.
	Times int
}

// Recorded is a request as it came.
type Recorded struct {
	Method, Path, Query string
	Header              http.Header
	Body                string
}

// Server is a scripted server on a loopback port. It is safe for concurrent
// use and stops with its test.
type Server struct {
	// URL is scheme, host and port.
	URL string

	t      testing.TB
	decide func(Recorded) (Answer, error)

	mu       sync.Mutex
	script   []Exchange
	used     []int
	next     []Answer
	requests []Recorded
}

// New starts a server with a script. For each request the first exchange that
// fits and is not used up answers. An unexpected request fails the test and
// gets a 400 that says why.
func New(t testing.TB, script ...Exchange) *Server {
	s := &Server{t: t, script: script, used: make([]int, len(script))}
	s.decide = s.follow
	return s.start()
}

func (s *Server) start() *Server {
	server := httptest.NewServer(s)
	s.t.Cleanup(server.Close)
	s.URL = server.URL
	return s
}

// Next makes the next expected request get this answer in the place of its
// own; several calls queue.
func (s *Server) Next(a Answer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.next = append(s.next, a)
}

// Requests are all requests so far, in order.
func (s *Server) Requests() []Recorded {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.requests)
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		s.t.Errorf("kctest: read request: %v", err)
	}
	got := Recorded{
		Method: r.Method, Path: r.URL.EscapedPath(), Query: r.URL.RawQuery,
		Header: r.Header.Clone(), Body: string(body),
	}
	a, err := s.answer(got)
	if err != nil {
		s.t.Errorf("kctest: %v", err)
		a = fault(http.StatusBadRequest, "kctest", err.Error())
	}
	a.write(w, r)
}

func (s *Server) answer(got Recorded) (Answer, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests = append(s.requests, got)
	a, err := s.decide(got)
	if err == nil && len(s.next) > 0 && got.Method == http.MethodPost {
		a, s.next = s.next[0], s.next[1:]
	}
	return a, err
}

// follow plays the script.
func (s *Server) follow(got Recorded) (Answer, error) {
	err := fmt.Errorf("no exchange is left for %s %s", got.Method, got.Path)
	for i, x := range s.script {
		if x.Times > 0 && s.used[i] >= x.Times {
			continue
		}
		wrong := x.Want.check(got)
		if wrong == nil {
			s.used[i]++
			return x.Answer, nil
		}
		err = wrong
	}
	return Answer{}, err
}

func (a Answer) write(w http.ResponseWriter, r *http.Request) {
	if a.Wait != nil {
		select {
		case <-a.Wait:
		case <-r.Context().Done():
			return
		}
	}
	if a.Cut {
		if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
			_ = conn.Close() // the point is that the other side notices
		}
		return
	}
	for name, value := range a.Header {
		w.Header().Set(name, value)
	}
	if a.Status == 0 {
		a.Status = http.StatusOK
	}
	w.WriteHeader(a.Status)
	_, _ = io.WriteString(w, a.Body) // the client may be gone
}
