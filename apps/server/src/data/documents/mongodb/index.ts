import type { Documents } from '../port.ts';
import { MongodbConnection } from './connection.ts';
import { MongodbDocuments } from './documents.ts';
import { MongodbState } from './state.ts';

/** Where the documents are. */
export interface MongodbOptions {
  /** `mongodb://…` or `mongodb+srv://…`; the database is the one that it names, else `buckle`. */
  readonly url: string;
}

/**
 * Opens the documents kept in MongoDB, 5.0 or later, a replica set. Throws `Unavailable` where it
 * cannot be reached and `NewerData`.
 */
export async function openMongodbDocuments(options: MongodbOptions): Promise<Documents> {
  const connection = await MongodbConnection.open(options.url);
  const state = new MongodbState(connection);
  try {
    await connection.run(() => state.checkFormat());
  } catch (error) {
    await connection.close();
    throw error;
  }
  return new MongodbDocuments(connection, state);
}
