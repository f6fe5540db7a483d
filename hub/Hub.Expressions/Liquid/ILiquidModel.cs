using Hub.Expressions.JavaScript;

namespace Hub.Expressions.Liquid;

/// <summary>The data that a template sees: what its free names mean.</summary>
/// <remarks>The engine asks for the exact name first, then for the name with the other case of its first letter, as for the members of host objects and of host data.</remarks>
public interface ILiquidModel
{
    /// <summary>Gives the member behind a name; asked at most once per name and rendering, when first read. Functions read as nil.</summary>
    bool TryGet(string name, out HostMember member);
}
