# Becomes a host of the test bed, in its own mount, process and name spaces: overlay_host.sh FOLDER LOWER NAME
# Mounts are made in the namespace of the host, so they end with its last process, however that ends.
set -e
folder=$1 lower=$2 name=$3
exec >>"$folder/server/sshd.log" 2>&1
mount -t tmpfs -o mode=755 tmpfs "$folder/layers"
cd "$folder/layers"
mkdir upper work root
mount -t overlay overlay -o "lowerdir=$lower,upperdir=upper,workdir=work" root
cd root
mount --rbind /dev dev
mount --rbind /sys sys
mount -t proc proc proc
mount -t tmpfs -o mode=755 tmpfs run
mount -t tmpfs -o mode=1777 tmpfs tmp
mkdir -p run/sshd etc/drover-bed etc/sudoers.d
mount --bind "$folder/server" etc/drover-bed
hostname "$name"
echo "$name" >etc/hostname
echo "127.0.1.1 $name" >>etc/hosts
for file in passwd shadow group gshadow; do
  kept=$(grep -v '^drover-' "etc/$file" || :)
  { printf '%s\n' "$kept"; cat "$folder/users/$file"; } >"etc/$file"
done
rm -rf home/drover-*
while IFS=: read -r user _ uid gid _ home _; do
  mkdir -p "./$home"
  chown "$uid:$gid" "./$home"
done <"$folder/users/passwd"
chroot . chpasswd -c SHA512 <"$folder/users/passwords"
cp "$folder/users/sudoers" etc/sudoers.d/drover-bed
chmod 440 etc/sudoers.d/drover-bed
exec chroot . /usr/sbin/sshd -D -E /etc/drover-bed/sshd.log -f /etc/drover-bed/sshd_config
