using Hub.Workflows.Comparison;

namespace Hub.Workflows.Files;

/// <summary>What each step is called in a layout file: <c>root</c>, then the ids of the steps around it and its own.</summary>
internal sealed class StepPaths
{
    public const string Root = "root";

    private readonly Dictionary<(string Parent, string Id), int> _counts = [];

    public StepPaths(IReadOnlyList<DrawnActivity> steps)
    {
        var paths = new Dictionary<DrawnActivity, string?>(steps.Count);
        foreach (var step in steps)
        {
            var parent = step.Parent is null ? null : paths[step.Parent];
            paths[step] = step.Parent is null ? Root : parent is null || step.Id.Length == 0 ? null : Join(parent, step.Id);
            if (parent is not null && step.Id.Length > 0)
            {
                _counts[(parent, step.Id)] = _counts.GetValueOrDefault((parent, step.Id)) + 1;
            }
        }

        HasEveryId = steps.All(step => step.Id.Length > 0);
    }

    /// <summary>Whether no step gets its id from its place among the others.</summary>
    public bool HasEveryId { get; }

    /// <summary>The path of a step inside another one; null where it, or one around it, has no id or shares it.</summary>
    public string? Of(string? parent, string id) => parent is not null && id.Length > 0 && _counts.GetValueOrDefault((parent, id)) == 1 ? Join(parent, id) : null;

    /// <summary>The steps that have a path, with it.</summary>
    public IEnumerable<(DrawnActivity Step, string Path)> Named(IReadOnlyList<DrawnActivity> steps)
    {
        var paths = new Dictionary<DrawnActivity, string?>(steps.Count);
        foreach (var step in steps)
        {
            var path = paths[step] = step.Parent is null ? Root : Of(paths[step.Parent], step.Id);
            if (path is not null)
            {
                yield return (step, path);
            }
        }
    }

    // Slashes in ids are written as in a JSON Pointer (RFC 6901 §3).
    private static string Join(string parent, string id) => $"{parent}/{id.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
}
