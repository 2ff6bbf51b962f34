package profile_test

import (
	"context"
	"fmt"
	"os"

	"realmscope/app/profile"
)

func Example() {
	dir, err := os.MkdirTemp("", "realmscope")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = os.RemoveAll(dir) }()

	store, notices, err := profile.Open(dir)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("to say at the start:", len(notices))

	p := profile.Templates()[0].Draft().Profile
	p.Realm.Name, p.Client.ID = "shop", "shop-web"
	fmt.Println("problems:", p.Validate())
	if err := store.Put(context.Background(), p); err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range store.Profiles() {
		fmt.Println(p.Name, "at", p.Server(), "found by 'CLÁRO dev':", profile.Match(p, "CLÁRO dev"))
	}
	// Output:
	// to say at the start: 0
	// problems: []
	// claroshop dev at sso.dev.claroshop.com/auth found by 'CLÁRO dev': true
}
