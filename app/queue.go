package app

import "sync"

// queue runs jobs one after another in the background, so that two saves of a
// profile cannot overtake each other. The zero value is ready.
type queue struct {
	mu      sync.Mutex
	jobs    []func()
	running bool
	idle    sync.WaitGroup
	// guard keeps a job's panic from ending the program; nil runs jobs bare.
	guard func(func())
}

// add appends a job and returns at once.
func (q *queue) add(job func()) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.idle.Add(1)
	q.jobs = append(q.jobs, job)
	if !q.running {
		q.running = true
		go q.work()
	}
}

// work ends when no job is left.
func (q *queue) work() {
	for {
		q.mu.Lock()
		if len(q.jobs) == 0 {
			q.running = false
			q.mu.Unlock()
			return
		}
		job := q.jobs[0]
		q.jobs = q.jobs[1:]
		q.mu.Unlock()
		guarded(q.guard, job)
		q.idle.Done()
	}
}

// wait returns when all jobs added so far have run.
func (q *queue) wait() { q.idle.Wait() }

func guarded(guard func(func()), job func()) {
	if guard == nil {
		job()
		return
	}
	guard(job)
}
