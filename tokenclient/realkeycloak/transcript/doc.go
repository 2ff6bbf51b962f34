// Package transcript keeps what the tests on real servers find out: the
// requests and answers of every flow, with what differs from run to run
// masked, and which flow a release passes. From the latter it makes the page
// docs/servers.md.
//
// Only tests import this package.
package transcript
