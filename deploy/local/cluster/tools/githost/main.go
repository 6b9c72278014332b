// Serves the git repositories below a folder over HTTPS to whoever gives the one login: for pods of the throw-away cluster,
// which cannot see folders of this machine.
//
//	githost ADDRESS FOLDER CERTIFICATE KEY LOGIN      LOGIN is a file with user:token
package main

import (
	"crypto/subtle"
	"log"
	"net/http"
	"net/http/cgi"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

func main() {
	if len(os.Args) != 6 {
		log.Fatal("usage: githost ADDRESS FOLDER CERTIFICATE KEY LOGIN")
	}
	login, err := os.ReadFile(os.Args[5])
	if err != nil {
		log.Fatal(err)
	}
	git, err := exec.Command("git", "--exec-path").Output()
	if err != nil {
		log.Fatal(err)
	}
	backend := &cgi.Handler{
		Path: filepath.Join(strings.TrimSpace(string(git)), "git-http-backend"),
		Env:  []string{"GIT_PROJECT_ROOT=" + os.Args[2], "GIT_HTTP_EXPORT_ALL=1", "REMOTE_USER=pods"},
		// repositories of the user that serves them; nothing of a person's own settings
		InheritEnv: []string{"PATH"},
	}
	server := http.HandlerFunc(func(answer http.ResponseWriter, request *http.Request) {
		user, token, _ := request.BasicAuth()
		if subtle.ConstantTimeCompare([]byte(user+":"+token), []byte(strings.TrimSpace(string(login)))) != 1 {
			answer.Header().Set("WWW-Authenticate", `Basic realm="git"`)
			http.Error(answer, "login needed", http.StatusUnauthorized)
			return
		}
		backend.ServeHTTP(answer, request)
	})
	log.Fatal(http.ListenAndServeTLS(os.Args[1], os.Args[3], os.Args[4], server))
}
