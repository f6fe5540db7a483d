namespace Hub.Server.Web.Admission;

/// <summary>When a caller who was turned away should come again.</summary>
internal static class RetryTime
{
    /// <summary>Short, and different for each caller: those who were turned away together must not come back together.</summary>
    public static TimeSpan After(AdmissionRefusal reason) =>
        TimeSpan.FromSeconds((reason == AdmissionRefusal.Stopping ? 3 : 1) + Random.Shared.Next(3));
}
