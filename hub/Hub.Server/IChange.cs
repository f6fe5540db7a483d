namespace Hub.Server;

/// <summary>
/// Something that a unit of work makes durable: a row to insert, update or delete. Each feature declares its own changes
/// as immutable records; <c>Storage</c> knows how to write each kind. A change carries no connection and does nothing by itself.
/// </summary>
public interface IChange;
