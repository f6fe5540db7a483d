using System.Globalization;
using Hub.Workflows.Graph;

namespace Hub.Server.Workflows.Outline;

/// <summary>The steps that a step holds, by the member of its JSON that holds each and its position there (null where the member is no list).</summary>
internal static class HeldSteps
{
    /// <summary>Members inside a list's objects are named <c>states.entry</c>; a case's own activity by the list alone.</summary>
    public static Dictionary<(string Port, int? Position), GraphNode> Of(GraphNode holder)
    {
        var held = new Dictionary<(string, int?), GraphNode>(holder.Children.Count);
        foreach (var child in holder.Children)
        {
            // The place of a child is its holder's, then the member, then for lists the position and the object's own member.
            var parts = child.Place[(holder.Place.Length + 1)..].Split('/');
            var position = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : (int?)null;
            held[(parts.Length > 2 && parts[2] != "activity" ? $"{parts[0]}.{parts[2]}" : parts[0], position)] = child;
        }

        return held;
    }
}
