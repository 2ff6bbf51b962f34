package session

import (
	"strings"

	"realmscope/app/vault"
	"realmscope/tokenclient"
)

// sameBond refuses to use tokens at another endpoint, or for another client,
// than the ones that they came from.
func (j job) sameBond() error {
	b, err := bondOf(j.profile)
	if err != nil {
		return err
	}
	if b.endpoint != j.bond.endpoint || b.owner != j.bond.owner {
		return otherServer(b.endpoint, b.owner)
	}
	return nil
}

func otherServer(endpoint string, owner vault.Owner) error {
	return &ownError{id: adviceOtherServer, line: endpoint, args: map[string]string{"Address": owner.Origin}}
}

// beside is the endpoint of that name beside the token endpoint, where Keycloak
// has it. A token endpoint of another shape leaves table, the one of the
// realm's path, if that is of the same origin: tokens go nowhere else.
func (j job) beside(name, table string) (string, error) {
	if err := j.sameBond(); err != nil {
		return "", err
	}
	if dir, ok := strings.CutSuffix(j.bond.address(), "/token"); ok {
		return dir + "/" + name, nil
	}
	origin, err := tokenclient.Origin(table)
	if err != nil {
		return "", err
	}
	if origin != j.bond.owner.Origin {
		return "", otherServer(table, vault.Owner{Origin: origin})
	}
	return table, nil
}
