namespace Hub.EndToEnd.Tests.Machine.PowerCut;

/// <summary>
/// A disk that plays a recording: it keeps apart what a sync made durable and what is on its way, and can be asked at any moment what a
/// power cut would leave. The rules are POSIX's: a write is durable once a sync of its file that began after it has ended; a name once
/// its folder was synced.
/// </summary>
/// <remarks>Shared memory (SQLite's <c>-shm</c>) is left out: it does not survive, and SQLite makes it anew.</remarks>
internal sealed class Disk(string root)
{
    private readonly Dictionary<string, FileNode> seen = [];
    private readonly NameTable posix = new(keepsOrder: false);
    private readonly NameTable ordered = new(keepsOrder: true);
    private readonly Dictionary<int, (long At, bool Appends)> positions = [];
    private readonly Dictionary<SystemCall, Action> ends = [];

    public int Syncs { get; private set; }

    public int Writes { get; private set; }

    public void Play(Moment moment)
    {
        if (!moment.IsEnd)
        {
            Begin(moment.Call);
        }
        else if (ends.Remove(moment.Call, out var end) && moment.Call.Result >= 0)
        {
            end();
        }
    }

    /// <summary>Writes what the cut leaves into an empty folder.</summary>
    public void WriteAfterCut(Luck luck, string folder)
    {
        foreach (var (path, node) in (luck.KeepsNamesInOrder ? ordered : posix).AfterCut(luck, root))
        {
            var target = Path.Combine(folder, Path.GetRelativePath(root, path));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllBytes(target, node.AfterCut(luck));
        }
    }

    private void Begin(SystemCall call)
    {
        switch (call.Name)
        {
            case "open" or "openat" or "creat":
                ends[call] = () => Opened(call);
                break;
            case "lseek" when IsOurs(call.DescriptorPath):
                ends[call] = () => positions[call.Descriptor] = (call.Result!.Value, positions.GetValueOrDefault(call.Descriptor).Appends);
                break;
            case "write" or "writev" when IsOurs(call.DescriptorPath):
                BeginWrite(call, PositionOf(call), moves: true);
                break;
            case "pwrite64" or "pwritev" when IsOurs(call.DescriptorPath):
                BeginWrite(call, call.LastNumber, moves: false);
                break;
            case "ftruncate" when IsOurs(call.DescriptorPath) && seen.TryGetValue(call.DescriptorPath!, out var cut):
                var truncation = cut.BeginTruncate(call.LastNumber);
                ends[call] = () => cut.End(truncation, 0);
                break;
            case "fsync" or "fdatasync" when IsOurs(call.DescriptorPath):
                BeginSync(call);
                break;
            case "rename" or "renameat" or "renameat2":
                Rename(call);
                break;
            case "unlink" or "unlinkat" or "rmdir" when OursAmong(call) is [var gone, ..]:
                ends[call] = () => Renamed(new NameChange(null, null, gone));
                break;
            case "mkdir" or "mkdirat" when OursAmong(call) is [var made, ..]:
                ends[call] = () => Renamed(new NameChange(made, null, null));
                break;
            case "mmap" when call.Says("MAP_SHARED") && call.Says("PROT_WRITE") && call.Paths.Any(path => IsOurs(path) && !IsShared(path)):
            case "pwritev2" or "truncate" or "fallocate" or "sync_file_range" or "link" or "linkat" or "symlink" or "symlinkat" or "copy_file_range" or "sendfile" or "splice"
                when call.Paths.Any(IsOurs) || OursAmong(call).Count > 0:
                throw new NotSupportedException($"The program did {call.Name} in the data folder, which this disk does not know how to play: teach it before believing its images.");
        }
    }

    private void Opened(SystemCall call)
    {
        if (call.ResultPath is not { } path || !IsOurs(path) || IsShared(path))
        {
            return;
        }

        var creates = call.Name == "creat" || call.Says("O_CREAT");
        if (!seen.TryGetValue(path, out var node))
        {
            if (!creates)
            {
                return; // a folder
            }

            node = new FileNode();
            Renamed(new NameChange(path, node, null));
        }

        if (call.Name == "creat" || call.Says("O_TRUNC"))
        {
            node.End(node.BeginTruncate(0), 0);
        }

        positions[(int)call.Result!.Value] = (0, call.Says("O_APPEND"));
    }

    private long PositionOf(SystemCall call)
    {
        var (at, appends) = positions.GetValueOrDefault(call.Descriptor);
        return appends && seen.TryGetValue(call.DescriptorPath!, out var node) ? node.Length : at;
    }

    private void BeginWrite(SystemCall call, long offset, bool moves)
    {
        if (IsShared(call.DescriptorPath!))
        {
            return;
        }

        var node = seen.TryGetValue(call.DescriptorPath!, out var found)
            ? found
            : throw new InvalidOperationException($"A write to {Path.GetFileName(call.DescriptorPath)} came before its creation: the recording is not whole.");
        var change = node.Begin(offset, call.Bytes);
        ends[call] = () =>
        {
            Writes++;
            node.End(change, call.Result!.Value);
            if (moves)
            {
                positions[call.Descriptor] = (offset + call.Result.Value, positions.GetValueOrDefault(call.Descriptor).Appends);
            }
        };
    }

    private void BeginSync(SystemCall call)
    {
        var path = call.DescriptorPath!;
        var node = seen.GetValueOrDefault(path);
        var changes = node?.Covered() ?? [];
        var (inPosix, inOrder) = (posix.CoveredBy(path, isFolder: node is null), ordered.CoveredBy(path, isFolder: node is null));
        ends[call] = () =>
        {
            Syncs++;
            node?.Settle(changes);
            posix.Settle(inPosix);
            ordered.Settle(inOrder);
        };
    }

    private void Rename(SystemCall call)
    {
        var names = call.Texts.Take(2).Select(path => Path.GetFullPath(path)).ToArray();
        if (!names.Any(IsOurs))
        {
            return;
        }

        // Where it came from need not be in the folder, but then its content is not known.
        ends[call] = () => Renamed(seen.TryGetValue(names[0], out var node)
            ? new NameChange(names[1], node, names[0])
            : throw new NotSupportedException($"{Path.GetFileName(names[0])} was renamed, which is a folder or comes from outside the data folder: teach the disk before believing its images."));
    }

    private void Renamed(NameChange change)
    {
        posix.Add(change);
        ordered.Add(change);
        if (change.Gone is { } gone)
        {
            seen.Remove(gone);
        }

        if (change is { Made: { } made, Node: { } node })
        {
            seen[made] = node;
        }
    }

    private bool IsOurs(string? path) => path is not null && (path == root || path.StartsWith(root + "/", StringComparison.Ordinal));

    private IReadOnlyList<string> OursAmong(SystemCall call) => [.. call.Texts.Where(IsOurs)];

    private static bool IsShared(string path) => path.EndsWith("-shm", StringComparison.Ordinal);
}
