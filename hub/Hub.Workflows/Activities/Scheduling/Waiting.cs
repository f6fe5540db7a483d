using Hub.Workflows.Runtime;

namespace Hub.Workflows.Activities.Scheduling;

/// <summary>The bookmark of everything that waits for a point in time.</summary>
internal static class Waiting
{
    public static void Until(ActivityContext context, DateTimeOffset dueAt) =>
        context.CreateBookmark(new BookmarkRequest
        {
            Stimulus = JsonValues.Object(("resumeAt", JsonValues.From(dueAt.ToUniversalTime()))),
            IncludeActivityInstanceId = true,
            DueAt = dueAt,
        });
}
