package transcript

import (
	"bytes"
	"io"
	"net/http"
	"sync"
)

// Recorder is a transport that keeps what passes through it. It is safe for
// concurrent use.
type Recorder struct {
	// Transport does the work.
	Transport http.RoundTripper

	mu   sync.Mutex
	kept []Exchange
}

// Exchange is one request and its answer, or a line about what happened beside
// the recorder, such as a page that a browser opened.
type Exchange struct {
	Note         string
	Method, URL  string
	Header       http.Header
	Body         string
	Status       int
	AnswerHeader http.Header
	Answer       string
}

// RoundTrip sends a request and keeps it with its answer. A request without an
// answer is not kept.
func (r *Recorder) RoundTrip(request *http.Request) (*http.Response, error) {
	var sent []byte
	if request.Body != nil {
		var err error
		if sent, err = io.ReadAll(request.Body); err != nil {
			return nil, err
		}
		if err := request.Body.Close(); err != nil {
			return nil, err
		}
		request = request.Clone(request.Context())
		request.Body = io.NopCloser(bytes.NewReader(sent))
	}
	response, err := r.Transport.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	if err := response.Body.Close(); err != nil {
		return nil, err
	}
	response.Body = io.NopCloser(bytes.NewReader(answer))
	r.mu.Lock()
	defer r.mu.Unlock()
	r.kept = append(r.kept, Exchange{
		Method: request.Method, URL: request.URL.String(), Header: request.Header.Clone(), Body: string(sent),
		Status: response.StatusCode, AnswerHeader: response.Header.Clone(), Answer: string(answer),
	})
	return response, nil
}

// Note keeps a line; an address in it is written as the others are.
func (r *Recorder) Note(what, address string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.kept = append(r.kept, Exchange{Note: what, URL: address})
}

// Take gives what was kept since the last Take.
func (r *Recorder) Take() []Exchange {
	r.mu.Lock()
	defer r.mu.Unlock()
	kept := r.kept
	r.kept = nil
	return kept
}
