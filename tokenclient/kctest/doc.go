// Package kctest is a scripted token server for tests: expectations and answers
// are plain structs, every request is recorded, and one that nobody expected
// fails the test.
//
// [New] takes a script; [Claroshop], [Banfico] and [OracleSBC] are ready-made
// servers that know exactly what three published manuals say and refuse
// everything else.
package kctest
