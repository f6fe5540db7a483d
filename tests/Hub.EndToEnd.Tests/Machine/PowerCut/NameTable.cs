namespace Hub.EndToEnd.Tests.Machine.PowerCut;

/// <summary>Which name leads to which file, as it is surely on disk, and the changes of names that are on their way there.</summary>
/// <param name="keepsOrder">Syncing a file carries every earlier change of a name, as a file system with a journal does it.</param>
internal sealed class NameTable(bool keepsOrder)
{
    private readonly List<NameChange> onTheirWay = [];
    private readonly Dictionary<string, FileNode> files = [];
    private readonly HashSet<string> folders = [];

    public void Add(NameChange change) => onTheirWay.Add(change);

    /// <summary>What a sync of this file or folder that begins now will have made durable when it ends.</summary>
    public NameChange[] CoveredBy(string path, bool isFolder) =>
        [.. onTheirWay.Where(change => isFolder ? change.Folders.Contains(path) : keepsOrder)];

    public void Settle(IEnumerable<NameChange> changes)
    {
        foreach (var change in changes)
        {
            if (onTheirWay.Remove(change))
            {
                Apply(change, files, folders);
            }
        }
    }

    /// <summary>The files that can be reached after the cut.</summary>
    public IReadOnlyDictionary<string, FileNode> AfterCut(Luck luck, string root)
    {
        var (foundFiles, foundFolders) = (new Dictionary<string, FileNode>(files), new HashSet<string>(folders) { root });
        foreach (var change in onTheirWay.Take(luck.HowManyOf(onTheirWay.Count)))
        {
            Apply(change, foundFiles, foundFolders);
        }

        return foundFiles.Where(file => IsReachable(Path.GetDirectoryName(file.Key)!, root, foundFolders)).ToDictionary();
    }

    private static bool IsReachable(string folder, string root, HashSet<string> folders) =>
        folder == root || (folders.Contains(folder) && IsReachable(Path.GetDirectoryName(folder)!, root, folders));

    private static void Apply(NameChange change, Dictionary<string, FileNode> files, HashSet<string> folders)
    {
        if (change.Gone is { } gone)
        {
            files.Remove(gone);
            folders.Remove(gone);
        }

        if (change.Made is { } made)
        {
            if (change.Node is { } node)
            {
                files[made] = node;
            }
            else
            {
                folders.Add(made);
            }
        }
    }
}

/// <summary>A name comes, goes, or both at once (a renaming).</summary>
/// <param name="Node">The file that the new name leads to; null for a folder.</param>
internal sealed record NameChange(string? Made, FileNode? Node, string? Gone)
{
    /// <summary>The folders that hold the names.</summary>
    public IReadOnlyList<string> Folders { get; } = [.. new[] { Made, Gone }.OfType<string>().Select(name => Path.GetDirectoryName(name)!)];
}
