using Hub.Workflows.Graph;
using Hub.Workflows.Runtime;

namespace Hub.Workflows.Activities.Flow;

/// <summary>Holds one activity, for the designer's sake.</summary>
internal sealed class FlowNode : Activity
{
    public static readonly ActivityDescriptor Descriptor = new()
    {
        TypeName = "Elsa.FlowNode",
        Category = Categories.Flow,
        DisplayName = ("Container", "Conteneur"),
        Description = ("Runs the activity inside, then goes on.", "Exécute l'activité contenue, puis continue."),
        Ports = [PortDescriptor.Embedded("Body", ("Body", "Contenu"))],
    };

    private GraphNode? _body;

    public override void Compile(NodeCompilation compilation) => _body = compilation.Port("Body");

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        context.Schedule(_body, "body");
        return default;
    }
}
