package realkeycloak

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// minJava is the Java that every release of the table runs on.
const minJava = 17

// copyGoal is Maven's own way to fetch one file by name.
const copyGoal = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy"

// fetchLimit bounds the download of some 170 to 270 MiB.
const fetchLimit = 5 * time.Minute

// checkJava tells whether kc.sh will find a Java that is new enough. Without
// one the error wraps ErrUnavailable.
func checkJava(ctx context.Context) error {
	java := "java"
	if home := os.Getenv("JAVA_HOME"); home != "" {
		java = filepath.Join(home, "bin", "java")
	}
	text, err := exec.CommandContext(ctx, java, "-version").CombinedOutput()
	if err != nil {
		return fmt.Errorf("%w: no Java runtime; 'scripts/deps.sh keycloak' installs one", ErrUnavailable)
	}
	if major := javaMajor(string(text)); major < minJava {
		return fmt.Errorf("%w: Keycloak needs Java %d and this machine has %d", ErrUnavailable, minJava, major)
	}
	return nil
}

// javaMajor reads what 'java -version' prints: 17 out of version "17.0.15", 8
// out of version "1.8.0_402", 0 out of anything else.
func javaMajor(text string) int {
	found := regexp.MustCompile(`version "(?:1\.)?(\d+)`).FindStringSubmatch(text)
	if found == nil {
		return 0
	}
	major, err := strconv.Atoi(found[1])
	if err != nil {
		return 0
	}
	return major
}

// fetch has Maven put the distribution into dir and checks it. Maven keeps a
// copy in its own cache, so that a second fetch needs no network.
func (r Release) fetch(ctx context.Context, dir string) (archive string, err error) {
	if _, err := exec.LookPath("mvn"); err != nil {
		return "", fmt.Errorf("%w: no Maven; 'scripts/deps.sh keycloak' installs it", ErrUnavailable)
	}
	ctx, cancel := context.WithTimeout(ctx, fetchLimit)
	defer cancel()
	cmd := exec.CommandContext(ctx, "mvn", "-B", "-q", copyGoal,
		"-Dartifact=org.keycloak:"+r.artifact+":"+r.Name+":zip", "-DoutputDirectory="+dir)
	cmd.Dir = dir
	if text, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: Maven could not fetch Keycloak %s: %s", ErrUnavailable, r.Name, mavenReason(string(text), err))
	}
	archive = filepath.Join(dir, r.artifact+"-"+r.Name+".zip")
	return archive, checkDigest(archive, r.digest)
}

// mavenReason is the first error line of Maven's output, without addresses.
func mavenReason(text string, err error) string {
	for line := range strings.Lines(text) {
		if i := strings.Index(line, "[ERROR]"); i >= 0 {
			line = regexp.MustCompile(`\S+://\S+`).ReplaceAllString(line[i+len("[ERROR]"):], "…")
			return strings.TrimSpace(line)
		}
	}
	return err.Error()
}

// checkDigest compares a file with a SHA-256 in hexadecimal.
func checkDigest(path, want string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	sum := sha256.New()
	if _, err := io.Copy(sum, file); err != nil {
		return err
	}
	if got := hex.EncodeToString(sum.Sum(nil)); got != want {
		return fmt.Errorf("%s has SHA-256 %s, not the pinned %s", filepath.Base(path), got, want)
	}
	return nil
}
