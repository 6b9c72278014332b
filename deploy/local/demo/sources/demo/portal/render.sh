# Makes one program of all pages: render.sh FOLDER VERSION_FILE
set -eu
echo '#!/bin/sh'
echo "echo 'portal $(cat "$2") for $(dpkg --print-architecture), on acme-tls $(dpkg-query --show --showformat '${Version}' acme-tls)'"
for page in "$1"/*; do
    echo "cat <<'END-OF-PAGE'"
    cat "$page"
    echo 'END-OF-PAGE'
done
