using System.Text;

namespace Hub.EndToEnd.Tests.Machine.PowerCut;

/// <summary>The disk keeps what was synced and nothing that was not, by POSIX's rules.</summary>
public sealed class DiskTests : IDisposable
{
    private const string Root = "/data";
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("hub-disk-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void AfterCut_WrittenAndSyncedWithItsName_IsThere() =>
        Assert.Equal("hello", Find("a", Open("a"), Write("a", 0, "hello"), Sync("a"), Sync("")));

    [Fact]
    public void AfterCut_SyncedButNotItsFolder_HasNoName() =>
        Assert.Null(Find("a", Open("a"), Write("a", 0, "hello"), Sync("a")));

    [Fact]
    public void AfterCut_WrittenAfterTheSync_IsLost() =>
        Assert.Equal("hello", Find("a", Open("a"), Write("a", 0, "hello"), Sync("a"), Sync(""), Write("a", 0, "world")));

    [Fact]
    public void AfterCut_WriteStillUnderWayWhenTheSyncBegan_IsLost() =>
        Assert.Equal("", Find("a", Open("a"), Sync(""), "9 pwrite64(5<" + Hex(Root + "/a") + ">, \"" + Hex("hello") + "\", 5, 0 <unfinished ...>", Sync("a"), "9 <... pwrite64 resumed>) = 5"));

    [Fact]
    public void AfterCut_FailedSync_KeepsNothing() =>
        Assert.Equal("", Find("a", Open("a"), Sync(""), Write("a", 0, "hello"), Sync("a").Replace("= 0", "= -1 EIO (Input/output error)", StringComparison.Ordinal)));

    [Fact]
    public void AfterCut_RenamedWithoutSyncOfTheFolder_KeepsTheOldName() =>
        Assert.Equal("old", Find("a", Open("a"), Write("a", 0, "old"), Sync("a"), Open("b"), Write("b", 0, "new"), Sync("b"), Sync(""), Rename("b", "a")));

    [Fact]
    public void AfterCut_RenamedAndSynced_HasTheNewContent() =>
        Assert.Equal("new", Find("a", Open("a"), Write("a", 0, "old"), Sync("a"), Open("b"), Write("b", 0, "new"), Sync("b"), Rename("b", "a"), Sync("")));

    [Fact]
    public void AfterCut_WritesOneAfterTheOther_FollowThePosition() =>
        Assert.Equal("helloworld", Find("a", Open("a"), Append("a", "hello"), Append("a", "world"), Sync("a"), Sync("")));

    [Fact]
    public void AfterCut_CutShortAndSynced_IsShort() =>
        Assert.Equal("he", Find("a", Open("a"), Write("a", 0, "hello"), "9 ftruncate(5<" + Hex(Root + "/a") + ">, 2) = 0", Sync("a"), Sync("")));

    [Fact]
    public void Play_SomethingItDoesNotKnow_SaysSo() =>
        Assert.Throws<NotSupportedException>(() => Find("a", Open("a"), "9 copy_file_range(4</etc/x>, NULL, 5<" + Hex(Root + "/a") + ">, NULL, 10, 0) = 10"));

    // What a cut leaves with the worst luck and only POSIX's promises.
    private string? Find(string name, params string[] lines)
    {
        var trace = Path.Combine(folder.FullName, "trace");
        File.WriteAllLines(trace, lines);
        var disk = new Disk(Root);
        foreach (var moment in Recording.Read(trace).Moments)
        {
            disk.Play(moment);
        }

        var image = folder.CreateSubdirectory("image").FullName;
        disk.WriteAfterCut(Enumerable.Range(0, 1000).Select(seed => new Luck(seed)).First(luck => luck.ToString() == "None"), image);
        var found = Path.Combine(image, name);
        return File.Exists(found) ? File.ReadAllText(found) : null;
    }

    private static string Open(string name) => $"9 openat(AT_FDCWD<{Hex("/")}>, \"{Hex(Root + "/" + name)}\", O_RDWR|O_CREAT|O_CLOEXEC, 0644) = 5<{Hex(Root + "/" + name)}>";

    private static string Write(string name, int at, string text) => $"9 pwrite64(5<{Hex(Root + "/" + name)}>, \"{Hex(text)}\", {text.Length}, {at}) = {text.Length}";

    private static string Append(string name, string text) => $"9 write(5<{Hex(Root + "/" + name)}>, \"{Hex(text)}\", {text.Length}) = {text.Length}";

    private static string Sync(string name) => $"9 fsync(5<{Hex(name.Length == 0 ? Root : Root + "/" + name)}>) = 0";

    private static string Rename(string from, string to) => $"9 rename(\"{Hex(Root + "/" + from)}\", \"{Hex(Root + "/" + to)}\") = 0";

    private static string Hex(string text) => string.Concat(Encoding.UTF8.GetBytes(text).Select(letter => $"\\x{letter:x2}"));
}
