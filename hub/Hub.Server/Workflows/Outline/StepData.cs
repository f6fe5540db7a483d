using Hub.Expressions;
using Hub.Server.Schemas;
using Hub.Server.Schemas.Impact;
using Hub.Server.Schemas.Members;
using Hub.Server.Workflows.Readings;
using Hub.Workflows.Graph;

namespace Hub.Server.Workflows.Outline;

/// <summary>Which categories of personal data each step of a workflow touches, by what the schemas of its values mark with <c>x-personal-data</c>.</summary>
/// <remarks>
/// A step reads what its expressions read, with everything below where they take a value whole or compute the path; it receives what its
/// outputs declare. Values without a schema have no categories.
/// </remarks>
internal sealed class StepData
{
    // A schema that contains itself has no end.
    private const int DeepestMember = 12;
    private const int MostMembers = 2000;

    private readonly ValueOrigins origins;
    private readonly SchemaCatalog schemas;
    private readonly Dictionary<string, IReadOnlySet<string>> below = new(StringComparer.Ordinal);

    private StepData(ValueOrigins origins, SchemaCatalog schemas) => (this.origins, this.schemas) = (origins, schemas);

    public static StepData Of(WorkflowGraph graph, string versionId, SchemaPins pins, SchemaCatalog schemas, IOperationSchemas operations) =>
        new(ValueOrigins.Of(graph, reference => pins.Find(versionId, reference) ?? schemas.Resolve(reference), operations), schemas);

    /// <summary>The categories that a step touches, in the order in which they are listed.</summary>
    public IReadOnlyList<DataUse> Of(GraphNode step, Wording words)
    {
        var reads = new HashSet<string>(StringComparer.Ordinal);
        foreach (var expression in StepExpression.Of(step))
        {
            reads.UnionWith(Read(step, expression));
        }

        var receives = origins.Given(step).SelectMany(origin => Categories(origin.Urn, origin.Path)).ToHashSet(StringComparer.Ordinal);
        return [.. reads.Union(receives).OrderBy(DataCategories.Order).ThenBy(code => code, StringComparer.Ordinal)
            .Select(code => new DataUse(new DataCategory(code, words.Say(DataCategories.Name(code))), reads.Contains(code), receives.Contains(code)))];
    }

    private IEnumerable<string> Read(GraphNode step, StepExpression expression)
    {
        if (expression.Syntax == "Variable")
        {
            return origins.OfVariable(step, expression.Value).SelectMany(origin => Categories(origin.Urn, origin.Path));
        }

        var paths = (from path in ExpressionPaths.Of(expression)
                     from begin in origins.Begin(step, path.Segments)
                     select (begin.Origin.Urn, Path: (IReadOnlyList<string>)[.. begin.Origin.Path, .. begin.Below], IsWhole: path.IsPartial || begin.IsComputed)).ToArray();

        // A name that stands for a value is not the value taken whole where only parts of it are read.
        return paths.Where(path => path.IsWhole || !paths.Any(other => other.Urn == path.Urn && other.Path.Count > path.Path.Count && other.Path.Take(path.Path.Count).SequenceEqual(path.Path)))
            .SelectMany(path => Categories(path.Urn, path.Path));
    }

    private IReadOnlySet<string> Categories(string urn, IReadOnlyList<string> path)
    {
        var key = $"{urn}#{string.Join('/', path)}";
        if (below.TryGetValue(key, out var known))
        {
            return known;
        }

        var found = new HashSet<string>(StringComparer.Ordinal);
        if (schemas.FindUrn(urn) is not null || schemas.Document(urn) is not null)
        {
            var member = schemas.Member(urn);
            var isWhole = true;
            foreach (var segment in path)
            {
                // A name that the schema does not have (length, a function): what is read is about the value, not all that lies below it.
                if (member.Find(segment) is not { } next)
                {
                    isWhole = false;
                    break;
                }

                member = next;
            }

            var budget = isWhole ? MostMembers : 1;
            Gather(member, found, 0, ref budget);
        }

        return below[key] = found;
    }

    private static void Gather(SchemaMember member, HashSet<string> found, int depth, ref int budget)
    {
        if (member.Personal is { } category)
        {
            found.Add(category);
        }

        if (--budget <= 0 || depth >= DeepestMember)
        {
            return;
        }

        foreach (var name in member.Names)
        {
            if (budget > 0 && member.Find(name) is { } inner)
            {
                Gather(inner, found, depth + 1, ref budget);
            }
        }

        if (budget > 0 && member.Find(ExpressionPath.AnyElement) is { } element)
        {
            Gather(element, found, depth + 1, ref budget);
        }
    }
}
