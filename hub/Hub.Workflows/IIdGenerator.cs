namespace Hub.Workflows;

/// <summary>Gives every instance, activity execution and bookmark its identifier.</summary>
/// <remarks>
/// The engine makes no identifier of its own, so that a test can number them and a server can make them hard to guess.
/// Identifiers are unique over all instances; Elsa's own are 16 hexadecimal digits, and any text is legal.
/// </remarks>
public interface IIdGenerator
{
    /// <summary>A new identifier, never given before.</summary>
    string NewId();
}
