// Verifies a published log with Go's own packages for the checksum database, which know nothing of Regesta.
//
//	verify log VKEY FOLDER [EARLIER...]   every entry of FOLDER is in its checkpoint's tree, which begins with the EARLIER ones
//	verify fact VKEY FOLDER FACT EARLIER  the fact was in the log already when the checkpoint EARLIER was signed; print what it says
//	verify proof VKEY FILE                the entry in a C2SP tlog-proof file is in the log
//	verify cosigned VKEY WITNESS FILE     a checkpoint is signed by its log, and cosigned by the witness with the key WITNESS
//	verify sign KEYFILE TEXTFILE          print the text as a note, signed
//
// FOLDER is the log's own, such as senators/log. On Debian or Ubuntu, beside this file:
//
//	sudo apt install golang-go golang-golang-x-mod-dev
//	GO111MODULE=off GOPATH=/usr/share/gocode go build -o ../verify verify.go
package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

func main() {
	log.SetFlags(0)
	switch args := os.Args[1:]; {
	case len(args) >= 3 && args[0] == "log":
		verifyLog(args[1], args[2], args[3:])
	case len(args) == 5 && args[0] == "fact":
		verifyFact(args[1], args[2], args[3], args[4])
	case len(args) == 3 && args[0] == "proof":
		verifyProof(args[1], args[2])
	case len(args) == 4 && args[0] == "cosigned":
		verifyCosigned(args[1], args[2], args[3])
	case len(args) == 3 && args[0] == "sign":
		sign(args[1], args[2])
	default:
		log.Fatal("usage: verify log|fact|proof|cosigned|sign ...")
	}
}

func verifyLog(vkey, folder string, earlier []string) {
	tree := open(vkey, read(filepath.Join(folder, "checkpoint")))
	hashes := tlog.TileHashReader(tree, tiles{folder})
	for n, leaf := range leaves(folder, tree.N) {
		proof, err := tlog.ProveRecord(tree.N, int64(n), hashes)
		check(err)
		check(tlog.CheckRecord(proof, tree.N, tree.Hash, int64(n), tlog.RecordHash(leaf)))
	}
	for _, file := range earlier {
		old := open(vkey, read(file))
		proof, err := tlog.ProveTree(tree.N, old.N, hashes)
		check(err)
		check(tlog.CheckTree(proof, tree.N, tree.Hash, old.N, old.Hash))
	}
	fmt.Printf("entries: %d, earlier checkpoints: %d\n", tree.N, len(earlier))
}

// leaves reads the entry bundles, which the checksum database has in another form.
func leaves(folder string, size int64) [][]byte {
	var found [][]byte
	for n := int64(0); n*256 < size; n++ {
		width := size - n*256
		if width > 256 {
			width = 256
		}
		path := tlog.Tile{H: height, L: 0, N: n, W: int(width)}.Path()
		data := read(filepath.Join(folder, strings.Replace(path, "tile/8/0/", "tile/entries/", 1)))
		for len(data) > 0 {
			length := 2 + int(binary.BigEndian.Uint16(data))
			found = append(found, data[2:length])
			data = data[length:]
		}
	}
	if int64(len(found)) != size {
		log.Fatalf("%d entries instead of %d", len(found), size)
	}
	return found
}

// verifyFact looks a fact up by its id: the first 80 bits of the digest in its leaf, in Crockford's base 32.
func verifyFact(vkey, folder, fact, earlier string) {
	old, tree := open(vkey, read(earlier)), open(vkey, read(filepath.Join(folder, "checkpoint")))
	hashes := tlog.TileHashReader(tree, tiles{folder})
	consistent, err := tlog.ProveTree(tree.N, old.N, hashes)
	check(err)
	check(tlog.CheckTree(consistent, tree.N, tree.Hash, old.N, old.Hash))
	for n, leaf := range leaves(folder, tree.N) {
		var left struct{ Digest []byte }
		check(json.Unmarshal(leaf, &left))
		if len(left.Digest) != sha256.Size || crockford.EncodeToString(left.Digest[:10]) != fact {
			continue
		}
		if int64(n) >= old.N {
			log.Fatalf("fact %s is at position %d, and %s had %d entries", fact, n, earlier, old.N)
		}
		proof, err := tlog.ProveRecord(old.N, int64(n), hashes)
		check(err)
		check(tlog.CheckRecord(proof, old.N, old.Hash, int64(n), tlog.RecordHash(leaf)))
		fmt.Printf("%s: position %d of %d then, %d now\n%s\n", fact, n, old.N, tree.N, disclosed(folder, n, leaf, left.Digest))
		return
	}
	log.Fatalf("no entry is fact %s", fact)
}

var crockford = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz")

// disclosed is what the line of a leaf says, right of its tab.
func disclosed(folder string, n int, leaf, digest []byte) string {
	segment := filepath.Join(folder, fmt.Sprintf("%06d.log", n/1024))
	lines := bytes.Split(read(segment), []byte("\n"))
	if n%1024 >= len(lines) {
		log.Fatalf("%s does not hold entry %d", segment, n)
	}
	left, right, _ := bytes.Cut(lines[n%1024], []byte("\t"))
	if !bytes.Equal(left, leaf) {
		log.Fatalf("line %d of %s is not entry %d", n%1024+1, segment, n)
	}
	if len(right) == 0 {
		return "withheld"
	}
	if sum := sha256.Sum256(right); !bytes.Equal(sum[:], digest) {
		log.Fatalf("entry %d does not say what it was recorded as", n)
	}
	return string(right)
}

func verifyProof(vkey, file string) {
	head, checkpoint, _ := strings.Cut(string(read(file)), "\n\n")
	lines := strings.Split(head, "\n")
	if lines[0] != "c2sp.org/tlog-proof@v1" || !strings.HasPrefix(lines[1], "extra ") {
		log.Fatal("not a proof that carries its entry")
	}
	line, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[1], "extra "))
	check(err)
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[2], "index "), 10, 64)
	check(err)
	var proof tlog.RecordProof
	for _, text := range lines[3:] {
		hash, err := tlog.ParseHash(text)
		check(err)
		proof = append(proof, hash)
	}
	leaf, _, _ := bytes.Cut(line, []byte("\t"))
	tree := open(vkey, []byte(checkpoint))
	check(tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(leaf)))
	fmt.Printf("%d of %d\n", index, tree.N)
}

// cosigner is a witness's key (C2SP tlog-cosignature), as a verifier for Go's notes.
type cosigner struct {
	name string
	hash uint32
	key  ed25519.PublicKey
	at   uint64
}

func (c *cosigner) Name() string    { return c.name }
func (c *cosigner) KeyHash() uint32 { return c.hash }

func (c *cosigner) Verify(text, value []byte) bool {
	if len(value) != 8+ed25519.SignatureSize {
		return false
	}
	c.at = binary.BigEndian.Uint64(value)
	signed := fmt.Sprintf("cosignature/v1\ntime %d\n%s", c.at, text)
	return ed25519.Verify(c.key, []byte(signed), value[8:])
}

func verifyCosigned(vkey, witness, file string) {
	own, err := note.NewVerifier(vkey)
	check(err)
	name, rest, _ := strings.Cut(witness, "+")
	id, encoded, _ := strings.Cut(rest, "+")
	key, err := base64.StdEncoding.DecodeString(encoded)
	check(err)
	sum := sha256.Sum256(append([]byte(name+"\n"), key...))
	if len(key) != 1+ed25519.PublicKeySize || key[0] != 0x04 || id != hex.EncodeToString(sum[:4]) {
		log.Fatal("not a witness's key")
	}
	cosigned := &cosigner{name: name, hash: binary.BigEndian.Uint32(sum[:4]), key: key[1:]}
	opened, err := note.Open(read(file), note.VerifierList(own, cosigned))
	check(err)
	if len(opened.Sigs) != 2 {
		log.Fatalf("%d signatures of the two", len(opened.Sigs))
	}
	fmt.Printf("%d entries, %s at %d\n", open(vkey, read(file)).N, name, cosigned.at)
}

func sign(keyFile, textFile string) {
	signer, err := note.NewSigner(strings.TrimSuffix(string(read(keyFile)), "\n"))
	check(err)
	signed, err := note.Sign(&note.Note{Text: string(read(textFile))}, signer)
	check(err)
	os.Stdout.Write(signed)
}

// open verifies a checkpoint. Its text is that of a checksum database's head but for the first line, the origin.
func open(vkey string, data []byte) tlog.Tree {
	verifier, err := note.NewVerifier(vkey)
	check(err)
	opened, err := note.Open(data, note.VerifierList(verifier))
	check(err)
	origin, rest, _ := strings.Cut(opened.Text, "\n")
	if origin != verifier.Name() {
		log.Fatalf("a checkpoint of %s", origin)
	}
	tree, err := tlog.ParseTree([]byte("go.sum database tree\n" + rest))
	check(err)
	return tree
}

// tiles reads tiles below a folder; the checksum database names the height in their paths, C2SP does not.
type tiles struct{ folder string }

func (t tiles) Height() int { return height }

func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var found [][]byte
	for _, tile := range wanted {
		path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		data, err := os.ReadFile(filepath.Join(t.folder, path))
		if err != nil {
			return nil, err
		}
		found = append(found, data)
	}
	return found, nil
}

func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func read(path string) []byte {
	data, err := os.ReadFile(path)
	check(err)
	return data
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
