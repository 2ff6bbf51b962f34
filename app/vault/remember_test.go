package vault

import (
	"bufio"
	"context"
	"fmt"

	"realmscope/tokenclient"
)

// rememberAndLock is the child of the memory scan: it uses every secret, locks,
// and waits to be looked into.
func rememberAndLock(ctx context.Context, s *Store, in *bufio.Reader) error {
	entries, err := s.List(ctx)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if _, err := s.Get(ctx, e.ID, e.Owner); err != nil {
			return err
		}
	}
	if err := s.Put(ctx, "last", Record{Kind: KindPassword, Owner: testOwner(), Secret: tokenclient.NewSecret("not looked for")}); err != nil {
		return err
	}
	fmt.Println("open")
	if _, err := in.ReadString('\n'); err != nil {
		return err
	}
	if err := s.Lock(ctx); err != nil {
		return err
	}
	fmt.Println("locked")
	_, err = in.ReadString('\n')
	return err
}
