package app

import (
	"slices"
	"sync/atomic"
	"testing"
)

func TestQueueRunsJobsInOrderAndOneAtATime(t *testing.T) {
	var q queue
	var got []int
	var inside atomic.Int32
	for i := range 100 {
		q.add(func() {
			if inside.Add(1) != 1 {
				t.Error("two jobs run at once")
			}
			got = append(got, i)
			inside.Add(-1)
		})
	}
	q.wait()
	if !slices.IsSorted(got) || len(got) != 100 {
		t.Errorf("jobs ran as %v, want 0 to 99 in order", got)
	}
}

func TestQueueTakesJobsFromInsideAJob(t *testing.T) {
	var q queue
	done := make(chan struct{})
	q.add(func() { q.add(func() { close(done) }) })
	<-done
	q.wait()
}
