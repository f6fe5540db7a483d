using System.Text.Json;
using Hub.Workflows.Graph;

namespace Hub.Workflows.Runtime;

internal sealed class BurstRun
{
    public object? Host;
    public required TimeProvider Clock;
    public required IIdGenerator Ids;
    public CancellationToken CancellationToken;
    public List<PublishedEvent> PublishedEvents = [];
    public Bookmark CreateBookmark(ActivityContext context, BookmarkRequest request, string? effectId) => throw new NotImplementedException();
    public Effect RequestEffect(ActivityContext context, string kind, JsonElement request, bool isIdempotent, string callback) => throw new NotImplementedException();
    public void Schedule(ActivityContext owner, GraphNode? child, string callback, JsonElement tag, DynamicVariable[]? variables, bool byBackwardConnection, ActivityContext? scheduledBy) => throw new NotImplementedException();
    public void Complete(ActivityContext context, IReadOnlyList<string>? outcomes) => throw new NotImplementedException();
}
internal static class InputEvaluation { public static JsonElement EvaluateOne(ActivityContext context, string name) => throw new NotImplementedException(); }
internal static class OutputWriting { public static void Set(ActivityContext context, string name, JsonElement value) => throw new NotImplementedException(); }
internal static class VariableScope
{
    public static bool TryGet(ActivityContext context, string name, out JsonElement value) => throw new NotImplementedException();
    public static void Set(ActivityContext context, string name, JsonElement value) => throw new NotImplementedException();
    public static bool TrySetById(ActivityContext context, string id, JsonElement value) => throw new NotImplementedException();
    public static IEnumerable<KeyValuePair<string, JsonElement>> Own(ActivityContext context) => throw new NotImplementedException();
}
internal static class ContextTree { public static IEnumerable<ActivityContext> From(ActivityContext? root) => throw new NotImplementedException(); }
internal static class InstanceWriter { public static byte[] Write(WorkflowInstance instance) => throw new NotImplementedException(); }
internal static class InstanceReader { public static WorkflowInstance Read(ReadOnlyMemory<byte> state) => throw new NotImplementedException(); }
internal sealed class OutputRegister;
