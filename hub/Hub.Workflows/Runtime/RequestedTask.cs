using System.Text.Json;

namespace Hub.Workflows.Runtime;

/// <summary>A task that RunTask asks the host to announce; completing it resumes the bookmark.</summary>
/// <param name="TaskId">The task.</param>
/// <param name="TaskName">Its kind.</param>
/// <param name="Payload">What the worker needs; not set means nothing.</param>
/// <param name="BookmarkId">What to resume with the task's result.</param>
public sealed record RequestedTask(string TaskId, string TaskName, JsonElement Payload, string BookmarkId);
