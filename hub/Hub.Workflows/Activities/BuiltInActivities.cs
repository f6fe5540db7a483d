namespace Hub.Workflows.Activities;

/// <summary>The engine's own activities, one line each.</summary>
internal static class BuiltInActivities
{
    public static void AddTo(ActivityRegistry registry)
    {
    }
}
