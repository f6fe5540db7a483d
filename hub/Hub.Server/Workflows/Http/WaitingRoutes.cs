using System.Numerics;
using System.Text.Json;
using Hub.Workflows;
using Hub.Workflows.Runtime;
using Microsoft.AspNetCore.Routing.Template;

namespace Hub.Server.Workflows.Http;

/// <summary>
/// Finds the workflow that waits at a path. A wait is stored under its route's shape; a request is looked for under every shape that
/// its path can have, the path itself first, then those with one parameter, and so on. No list of waits is read, however many there are.
/// </summary>
internal sealed class WaitingRoutes(IWorkflowStore store)
{
    // 64 shapes of so many segments, and half as many again with a parameter that takes the rest. Longer paths match as they are written.
    private const int MostSegments = 6;

    /// <summary>The waits that match; more than one means that the caller must name its instance or correlation.</summary>
    /// <param name="correlationId">Null means any.</param>
    /// <param name="instanceId">Null means any.</param>
    public IReadOnlyList<WaitingRoute> Find(TenantId tenant, string method, PathString path, string? correlationId, string? instanceId)
    {
        foreach (var shape in Shapes(path.Value ?? "/"))
        {
            var hash = Stimulus.Hash(Stimulus.HttpEndpoint, Stimulus.ForHttpEndpoint(shape, method));
            var waiting = store.FindBookmarks(tenant, hash, correlationId: correlationId, instanceId: instanceId);
            if (waiting.Count > 0)
            {
                return [.. waiting.Select(bookmark => ToRoute(bookmark, path))];
            }
        }

        return [];
    }

    private static IEnumerable<string> Shapes(string path)
    {
        yield return path;
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (segments.Length > MostSegments || path.Contains('{', StringComparison.Ordinal))
        {
            yield break;
        }

        foreach (var parameters in Enumerable.Range(1, (1 << segments.Length) - 1).OrderBy(set => BitOperations.PopCount((uint)set)))
        {
            yield return Shape(segments, segments.Length, parameters);
        }

        // An optional parameter that is not given.
        if (segments.Length < MostSegments)
        {
            yield return Shape(segments, segments.Length, 0) + "/{}";
        }

        for (var kept = segments.Length; kept >= 0; kept--)
        {
            for (var parameters = 0; parameters < 1 << kept; parameters++)
            {
                yield return Shape(segments, kept, parameters) + "/{**}";
            }
        }
    }

    private static string Shape(string[] segments, int kept, int parameters) =>
        string.Concat(segments.Take(kept).Select((segment, position) => (parameters & (1 << position)) != 0 ? "/{}" : $"/{segment}"));

    // The names of the parameters stand in the instance, with all else that the endpoint asks for.
    private WaitingRoute ToRoute(StoredBookmark waiting, PathString path)
    {
        var values = new RouteValueDictionary();
        var settings = store.FindInstance(waiting.InstanceId) is { } stored && WorkflowInstance.Deserialize(stored.State).Bookmarks.FirstOrDefault(bookmark => bookmark.Id == waiting.Id) is { } found
            ? found.Payload
            : JsonValues.EmptyObject;
        if (settings.Member("path").AsText() is { } template && template.Contains('{', StringComparison.Ordinal))
        {
            new TemplateMatcher(TemplateParser.Parse(template.TrimStart('/')), []).TryMatch(path.HasValue ? path : "/", values);
        }

        return new WaitingRoute(waiting, settings, values);
    }
}

/// <summary>A wait at a route.</summary>
/// <param name="Settings">What the endpoint asks for: its path, who may call, limits, patience.</param>
/// <param name="Values">The values of the route's parameters.</param>
internal sealed record WaitingRoute(StoredBookmark Bookmark, JsonElement Settings, RouteValueDictionary Values);
