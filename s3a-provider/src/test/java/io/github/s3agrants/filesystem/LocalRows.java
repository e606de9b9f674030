package io.github.s3agrants.filesystem;

import static io.github.s3agrants.filesystem.OperationRow.writes;

import io.github.s3agrants.filesystem.OperationRow.Action;
import io.github.s3agrants.fixture.Tree;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StorageType;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.security.Credentials;

/** The rows of calls that S3A answers or refuses without a request to S3. */
final class LocalRows {
  private LocalRows() {}

  static List<OperationRow> all() {
    return List.of(
        row("initialize", (t, l) -> FileSystem.newInstance(t.fs.getUri(), t.fs.getConf()).close()),
        row("close", (t, l) -> FileSystem.newInstance(t.fs.getUri(), t.fs.getConf()).close()),
        row("append", (t, l) -> t.fs.append(t.at("file"))),
        row("appendFile", (t, l) -> t.fs.appendFile(t.at("file")).build()),
        row("concat", (t, l) -> t.fs.concat(t.at("file"), new Path[] {t.at("dir/a")})),
        row("truncate", (t, l) -> t.fs.truncate(t.at("file"), 1)),
        row("msync", (t, l) -> t.fs.msync()),
        row("setPermission", (t, l) -> t.fs.setPermission(t.at("file"), mode())),
        row("setOwner", (t, l) -> t.fs.setOwner(t.at("file"), "a", "b")),
        row("setTimes", (t, l) -> t.fs.setTimes(t.at("file"), 1, 1)),
        row("setReplication", (t, l) -> t.fs.setReplication(t.at("file"), (short) 1)),
        row("setQuota", (t, l) -> t.fs.setQuota(t.at("dir"), 1, 1)),
        row(
            "setQuotaByStorageType",
            (t, l) -> t.fs.setQuotaByStorageType(t.at("dir"), StorageType.DISK, 1)),
        row("listCorruptFileBlocks", (t, l) -> t.fs.listCorruptFileBlocks(t.at("dir"))),
        row("createSymlink", (t, l) -> t.fs.createSymlink(t.at("file"), t.at("new"), false)),
        row("getLinkTarget", (t, l) -> t.fs.getLinkTarget(t.at("file"))),
        row("supportsSymlinks", (t, l) -> t.fs.supportsSymlinks()),
        row("setXAttr", (t, l) -> t.fs.setXAttr(t.at("file"), "user.a", new byte[1])),
        row("removeXAttr", (t, l) -> t.fs.removeXAttr(t.at("file"), "user.a")),
        row("createSnapshot", (t, l) -> t.fs.createSnapshot(t.at("dir"))),
        row("renameSnapshot", (t, l) -> t.fs.renameSnapshot(t.at("dir"), "a", "b")),
        row("deleteSnapshot", (t, l) -> t.fs.deleteSnapshot(t.at("dir"), "a")),
        row("modifyAclEntries", (t, l) -> t.fs.modifyAclEntries(t.at("file"), List.of())),
        row("removeAclEntries", (t, l) -> t.fs.removeAclEntries(t.at("file"), List.of())),
        row("removeDefaultAcl", (t, l) -> t.fs.removeDefaultAcl(t.at("file"))),
        row("removeAcl", (t, l) -> t.fs.removeAcl(t.at("file"))),
        row("setAcl", (t, l) -> t.fs.setAcl(t.at("file"), List.of())),
        row("getAclStatus", (t, l) -> t.fs.getAclStatus(t.at("file"))),
        row("satisfyStoragePolicy", (t, l) -> t.fs.satisfyStoragePolicy(t.at("file"))),
        row("setStoragePolicy", (t, l) -> t.fs.setStoragePolicy(t.at("file"), "HOT")),
        row("unsetStoragePolicy", (t, l) -> t.fs.unsetStoragePolicy(t.at("file"))),
        row("getStoragePolicy", (t, l) -> t.fs.getStoragePolicy(t.at("file"))),
        row("getAllStoragePolicies", (t, l) -> t.fs.getAllStoragePolicies()),
        row("getPathHandle", (t, l) -> t.fs.getPathHandle(file(t))),
        row("startLocalOutput", (t, l) -> t.fs.startLocalOutput(t.at("new"), local(l))),
        row("getTrashRoot", (t, l) -> t.fs.getTrashRoot(t.at("file"))),
        row("getEnclosingRoot", (t, l) -> t.fs.getEnclosingRoot(t.at("file"))),
        row("hasPathCapability", (t, l) -> t.fs.hasPathCapability(t.at("file"), "fs.s3a.create")),
        row("getServerDefaults", (t, l) -> t.fs.getServerDefaults(t.at("file"))),
        row("getDefaultBlockSize", (t, l) -> t.fs.getDefaultBlockSize(t.at("file"))),
        row("getDefaultReplication", (t, l) -> t.fs.getDefaultReplication(t.at("file"))),
        row("getDelegationToken", (t, l) -> t.fs.getDelegationToken("renewer")),
        row("addDelegationTokens", (t, l) -> t.fs.addDelegationTokens("a", new Credentials())),
        row("getAdditionalTokenIssuers", (t, l) -> t.fs.getAdditionalTokenIssuers()),
        row("getCanonicalServiceName", (t, l) -> t.fs.getCanonicalServiceName()),
        row("getChildFileSystems", (t, l) -> t.fs.getChildFileSystems()),
        row("getHomeDirectory", (t, l) -> t.fs.getHomeDirectory()),
        row("setWorkingDirectory", (t, l) -> t.fs.setWorkingDirectory(t.at(""))),
        row("getWorkingDirectory", (t, l) -> t.fs.getWorkingDirectory()),
        row("makeQualified", (t, l) -> t.fs.makeQualified(t.at("file"))),
        row("setVerifyChecksum", (t, l) -> t.fs.setVerifyChecksum(true)),
        row("setWriteChecksum", (t, l) -> t.fs.setWriteChecksum(true)),
        row("getStorageStatistics", (t, l) -> t.fs.getStorageStatistics()),
        row("getUri", (t, l) -> t.fs.getUri()),
        row("getScheme", (t, l) -> t.fs.getScheme()),
        row("getName", (t, l) -> nameOf(t.fs)),
        row("getConf", (t, l) -> t.fs.getConf()),
        row("setConf", (t, l) -> t.fs.setConf(t.fs.getConf())));
  }

  private static OperationRow row(String method, Action action) {
    return writes(method, "`" + method + "`", action);
  }

  private static FsPermission mode() {
    return FsPermission.getFileDefault();
  }

  private static Path local(java.nio.file.Path directory) {
    return new Path(directory.resolve("output").toUri());
  }

  private static FileStatus file(Tree tree) {
    return new FileStatus(1, false, 1, 1, 1, tree.fs.makeQualified(tree.at("file")));
  }

  @SuppressWarnings("deprecation") // Still public.
  private static String nameOf(FileSystem fs) throws IOException {
    return fs.getName();
  }
}
