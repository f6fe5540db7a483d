using Hub.Workflows.Runtime;

namespace Hub.Workflows.Activities.Composition;

/// <summary>Stands where a definition uses a type that nobody provides: loads, is shown, and fails when it is reached.</summary>
internal sealed class NotFoundActivity(string missingType, int missingVersion) : Activity
{
    public const string TypeName = "Elsa.NotFoundActivity";

    public static readonly ActivityDescriptor Descriptor = new()
    {
        TypeName = TypeName,
        Category = Categories.System,
        DisplayName = ("Not found", "Introuvable"),
        Description = ("Stands for an activity whose type is not known.", "Remplace une activité dont le type n'est pas connu."),
        IsBrowsable = false,
    };

    public NotFoundActivity()
        : this("", 0)
    {
    }

    /// <summary>The type asked for.</summary>
    public string MissingType => missingType.Length > 0 ? missingType : Node.Json.Member("missingTypeName").AsText() ?? "?";

    /// <summary>The version asked for; 0 when none was.</summary>
    public int MissingVersion => missingVersion;

    public override ValueTask ExecuteAsync(ActivityContext context) => throw Unknown();

    // It waited while its type was known: what it waited for must not count as done. Retried once the type is back, it goes on.
    public override ValueTask ResumeAsync(ActivityContext context) => throw Unknown();

    private ActivityFaultException Unknown() => new($"The activity type {MissingType}{(missingVersion > 0 ? $" version {missingVersion}" : "")} is not known here, so the step {Node.Id} cannot run. Add what provides it, or remove the step.");
}
