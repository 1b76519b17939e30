package dev.jobmill.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which file systems can hold a store.
class FileSystemKindTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "nfs",
        "nfs4",
        "NFS",
        "cifs",
        "CIFS",
        "smb",
        "smb3",
        "smbfs",
        "9p",
        "v9fs",
        "fuse",
        "fuse.sshfs",
        "fuse.glusterfs",
        "fuse.vmhgfs-fuse",
        "fuse.rclone",
        "FUSE.S3FS",
        "virtiofs",
        "VIRTIOFS",
        "afs",
        "ceph",
        "glusterfs",
        "lustre",
        "gpfs",
        "ocfs2",
        "gfs2",
        "beegfs",
        "vboxsf",
        "prl_fs",
        "drvfs",
        "afpfs",
        "webdav",
        "davfs",
        "macfuse",
        "osxfuse_sshfs",
        " nfs4 "
      })
  void sharedOnesAreRefused(String type) {
    assertThat(FileSystemKind.isShared(type)).isTrue();
    assertThat(FileSystemKind.complaint(type)).contains(type, "use a file on a local disk");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ext2", "ext3", "ext4", "xfs", "btrfs", "zfs", "f2fs", "bcachefs", "tmpfs", "ramfs",
        "overlay", "overlayfs", "aufs", "apfs", "hfs", "NTFS", "ntfs3", "fuseblk", "vfat", "exfat",
        "jfs", "reiserfs", "ReFS", "ufs", "squashfs", ""
      })
  void localOnesAreNot(String type) {
    assertThat(FileSystemKind.isShared(type)).isFalse();
  }

  @Test
  void typeOfARealFolderIsKnown(@TempDir Path folder) {
    assertThat(FileSystemKind.of(folder)).isNotBlank();
    assertThat(FileSystemKind.of(folder.resolve("none"))).isNull();
  }
}
