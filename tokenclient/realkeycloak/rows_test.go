package realkeycloak_test

import "slices"

// suiteRows are everything that is tried on every server, in the order of the
// page.
func suiteRows() []row {
	return slices.Concat(grantRows(), loginRows(), authRows(), beyondRows(), refusedRows(), lastRows())
}
