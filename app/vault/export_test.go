package vault

// ShortWork makes scrypt short for tests of other packages.
func ShortWork(s *Store) { s.work = testWork }
