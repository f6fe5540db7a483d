using Hub.Workflows.Graph;
using Hub.Workflows.Runtime;

namespace Hub.Workflows.Activities.Branching;

/// <summary>Leaves through the label of the first case that holds, or of every one; else through Default.</summary>
internal sealed class FlowSwitch : Activity
{
    private static readonly IReadOnlyList<string> Otherwise = ["Default"];

    public static readonly ActivityDescriptor Descriptor = new()
    {
        TypeName = "Elsa.FlowSwitch",
        Category = Categories.Branching,
        DisplayName = ("Switch (flow)", "Choix multiple (flux)"),
        Description = ("Goes on along the cases that hold.", "Continue par les cas vérifiés."),
        Inputs =
        [
            new() { Name = "Cases", IsWrapped = false, UIHint = "flow-switch-editor", Description = ("The cases.", "Les cas.") },
            SwitchCases.ModeInput,
        ],
        Ports = [PortDescriptor.Flow("Default", ("Default", "Par défaut"))],
    };

    private SwitchCases _cases = SwitchCases.None;

    public override void Compile(NodeCompilation compilation) => _cases = SwitchCases.Read(compilation);

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        var matching = _cases.Matching(context);
        context.Complete(matching.Count == 0 ? Otherwise : matching.ConvertAll(_cases.Label));
        return default;
    }
}
